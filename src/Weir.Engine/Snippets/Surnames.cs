using System.Collections.Frozen;

namespace Weir.Engine.Snippets;

/// <summary>Chinese family names, and words that begin like one and are none. Knows no given names.</summary>
internal static class Surnames
{
    private const string Single =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝";

    private static readonly FrozenSet<string> Double = FrozenSet.ToFrozenSet(
    [
        "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "夏侯", "轩辕", "东方", "南宫", "端木", "独孤", "呼延", "钟离", "闻人", "申屠", "澹台", "公冶",
    ]);

    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
    [
        "安全", "安排", "安装", "安徽", "安阳", "安庆", "白天", "包括", "包装", "毕竟", "常务", "常州", "常熟", "成本", "成都", "成立", "成交", "成套", "车间", "车辆", "单位", "单价", "单独", "党委", "邓州", "丁目", "董事", "董事长", "东方", "方便",
        "方案", "方面", "房产", "费用", "封装", "符合", "高级", "高速", "高新", "高效", "公司", "关于", "关键", "管理", "管道", "广州", "贵公司", "国际", "和您", "何时", "何地", "华东", "华南", "华北", "华中", "华为", "黄山", "黄石", "惠州", "惠城",
        "吉林", "季度", "计划", "纪要", "简介", "简单", "江苏", "江西", "江阴", "江门", "江北", "江南", "金额", "金属", "金华", "金融", "荆州", "康复", "兰州", "乐意", "乐山", "雷达", "冷却", "连接", "连云港", "柳州", "龙岗", "龙华", "楼上", "路上", "路线", "马上", "满足",
        "麦克", "毛利", "明天", "明年", "明确", "明细", "南京", "南通", "南昌", "南宁", "农业", "欧洲", "盘点", "皮带", "平台", "齐全", "秦皇岛", "全部", "全国", "全球", "任何", "任务", "荣幸", "沙发", "商务", "商场", "商品", "商机", "尚未", "申请", "沈阳", "盛大", "师傅",
        "施工", "石油", "石化", "石家庄", "时间", "时候", "史上", "司机", "宋体", "苏州", "苏北", "苏南", "隋唐", "谈判", "汤山", "唐山", "温州", "温度", "文件", "文档", "文化", "文员", "武汉", "武进", "武器", "夏天", "夏季", "向您", "项目", "谢谢", "邢台", "许可", "许昌", "徐州", "徐汇", "薛家",
        "严格", "颜色", "扬州", "杨浦", "阳光", "姚家", "叶片", "易用", "殷实", "尹山", "应用", "应该", "应急", "尤其", "游戏", "于是", "余杭", "余额", "余姚", "原料", "原因", "岳阳", "云南", "万元", "万一", "张家港", "张江", "章程", "招标", "郑州", "钟表", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "周末", "周期", "周边",
        "祝好", "祝您", "祝愿", "诸暨", "卓越", "宗旨", "左右", "关注", "边界", "查询", "查看", "池州", "储存", "官网", "景德镇", "连锁", "满意", "闻讯", "位置", "伊犁", "解决", "解决方案", "成功", "温馨", "贺卡", "席位", "都市", "经理", "高工", "路由", "路桥", "钱款", "白色", "黄色", "金色", "银色", "蓝色",
    ]);

    /// <summary>Two to four characters that begin with a family name and are no other word; three at most behind a name of one character.</summary>
    public static bool IsName(string text)
    {
        if (text.Length is < 2 or > 4 || !text.All(c => c is >= '\u4E00' and <= '\u9FFF' or '·') || Words.Contains(text) || Words.Contains(text[..2]) && text.Length > 2 && !Double.Contains(text[..2])) return false;
        if (Double.Contains(text[..2])) return text.Length >= 3;
        // Two family names one after another are the one form of four characters: 张王小明.
        return Single.Contains(text[0], StringComparison.Ordinal) && (text.Length < 4 || Single.Contains(text[1], StringComparison.Ordinal));
    }

    public static bool Begins(string text) => text.Length > 0 && Single.Contains(text[0], StringComparison.Ordinal);
}
