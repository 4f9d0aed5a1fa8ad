using System.Text;

namespace Weir.Engine.Exchange.Imports;

/// <summary>The words by which people title the same column, in both languages. Knows no form: it only says which titles mean the same.</summary>
internal static class ColumnWords
{
    private static readonly string[][] Same =
    [
        ["公司", "公司名称", "客户名称", "客户", "企业", "企业名称", "单位", "单位名称", "抬头", "company", "company name", "account", "account name", "customer", "customer name", "organization"],
        ["联系人", "联系人姓名", "姓名", "名字", "名称", "contact", "contact name", "contact person", "name", "full name"],
        ["手机", "手机号", "手机号码", "移动电话", "mobile", "mobile phone", "mobile number", "cell", "cell phone"],
        ["电话", "电话号码", "联系电话", "固定电话", "座机", "phone", "phone number", "telephone", "tel"],
        ["邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "email", "e-mail", "email address", "mail"],
        ["微信", "微信号", "wechat", "wechat id"],
        ["地区", "省市", "省市区", "省份", "城市", "所在地", "所在地区", "region", "province", "city", "area"],
        ["地址", "详细地址", "公司地址", "联系地址", "address", "street address", "location"],
        ["网址", "网站", "官网", "主页", "website", "web site", "url", "homepage"],
        ["人数", "员工人数", "员工数", "规模", "公司规模", "employees", "employee count", "number of employees", "headcount", "size"],
        ["行业", "所属行业", "industry", "sector"],
        ["职位", "职务", "岗位", "头衔", "job title", "position", "title"],
        ["负责人", "业务员", "销售", "销售员", "所有人", "跟进人", "owner", "sales", "salesperson", "sales rep", "assigned to"],
        ["部门", "所属部门", "department", "team"],
        ["来源", "线索来源", "客户来源", "渠道", "source", "lead source", "channel"],
        ["状态", "当前状态", "status", "state"],
        ["阶段", "销售阶段", "stage", "sales stage"],
        ["等级", "级别", "客户级别", "level", "grade", "rating"],
        ["金额", "总金额", "合计", "总额", "amount", "total", "total amount"],
        ["预算", "预算金额", "budget", "budget amount"],
        ["单价", "价格", "售价", "price", "unit price"],
        ["数量", "qty", "quantity", "count"],
        ["折扣", "折扣率", "discount", "discount rate"],
        ["日期", "时间", "date", "time"],
        ["产品", "产品名称", "商品", "商品名称", "product", "product name"],
        ["编号", "编码", "代码", "序列号", "no", "no.", "number", "code", "sku"],
        ["统一社会信用代码", "信用代码", "税号", "纳税人识别号", "credit code", "tax id", "tax number", "uscc"],
        ["备注", "说明", "描述", "附注", "remark", "remarks", "note", "notes", "comment", "comments", "description", "memo"],
        ["需求", "需求描述", "demand", "requirement", "requirements"],
        ["id", "记录id", "record id", "系统编号"],
    ];

    private static readonly ILookup<string, int> Groups = Same.SelectMany((words, group) => words.Select(word => (Word: Plain(word), group))).ToLookup(w => w.Word, w => w.group);

    public static bool Alike(string title, string other) => Groups[title].Intersect(Groups[other]).Any();

    /// <summary>Letters and digits only, in one width and one case; what stands in brackets says how to fill the column, not what it is.</summary>
    public static string Plain(string title)
    {
        var plain = new StringBuilder(title.Length);
        var depth = 0;
        foreach (var c in FieldTypes.Reading.Typed.Folded(title))
        {
            if (c is '(' or '[' or '【' or '{' or '<') depth++;
            else if (c is ')' or ']' or '】' or '}' or '>') depth = Math.Max(0, depth - 1);
            else if (depth == 0 && (char.IsLetterOrDigit(c) || c == '.')) plain.Append(c);
        }
        return plain.ToString().Trim('.');
    }
}
