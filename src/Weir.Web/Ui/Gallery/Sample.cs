namespace Weir.Web.Ui.Gallery;

/// <summary>The rows that the gallery shows; made up, and long and short on purpose.</summary>
internal static class Sample
{
    internal sealed record Row(int Id, string Name, string Person, string Phone, string Source, string Grade, string GradeColor, string Status, string StatusColor, string Last, string Next, bool Late = false);

    public static readonly IReadOnlyList<Row> Rows =
    [
        new(1, "苏州恒力精密机械有限公司", "马丽", "138 0621 5520", "市场活动", "A · 75", "ok", "跟进中", "accent", "今天 10:42", "11-29"),
        new(2, "无锡博远自动化科技", "陈建国", "139 1530 7788", "自拓", "B · 58", "accent", "跟进中", "accent", "昨天", "11-26"),
        new(3, "宁波海天注塑配件厂", "Linda Wu", "136 0574 1180", "官网表单", "B · 55", "accent", "待跟进", "warn", "—", "今天"),
        new(4, "常州锐驰传动设备", "黄志强", "137 7531 2266", "市场活动", "C · 28", "warn", "跟进中", "accent", "3 天前", "11-25"),
        new(5, "昆山联创电子", "孙悦", "158 5126 9031", "转介绍", "B · 61", "accent", "跟进中", "accent", "4 天前", "11-24"),
        new(6, "Hangzhou Lotus Robotics", "Jason Lee", "+86 571 8812", "官网表单", "A · 82", "ok", "跟进中", "accent", "今天 09:10", "11-23"),
        new(7, "南京天华仪表", "吴敏", "139 5188 4402", "电话咨询", "C · 33", "warn", "待跟进", "warn", "—", "明天"),
        new(8, "嘉兴申工机电", "徐磊", "135 8641 7719", "采购名单", "D · 18", "grey", "待跟进", "warn", "—", "11-27"),
        new(9, "上海海星流体控制", "王倩", "186 1628 3345", "市场活动", "C · 41", "warn", "跟进中", "accent", "6 天前", "已逾期", true),
        new(10, "合肥瑞科智能", "何俊", "133 5551 0087", "广告投放", "C · 36", "warn", "跟进中", "accent", "6 天前", "已逾期", true),
        new(11, "温州正泰阀门", "郑海", "138 5770 6620", "采购名单", "D · 13", "grey", "无效", "grey", "9 天前", "—"),
        new(12, "苏州明德医疗器械", "沈佳", "151 9562 3380", "转介绍", "B · 64", "accent", "已转化", "ok", "12 天前", "—"),
        new(13, "绍兴中纺机械", "俞斌", "137 5858 9912", "采购名单", "D · 18", "grey", "待跟进", "warn", "—", "11-28"),
        new(14, "泰州海陵船舶配件与重型锻造设备制造（集团）有限责任公司", "丁亮", "139 6101 2245", "市场活动", "C · 28", "warn", "跟进中", "accent", "2 天前", "11-25"),
    ];
}
