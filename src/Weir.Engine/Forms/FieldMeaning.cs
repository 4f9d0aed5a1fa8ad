namespace Weir.Engine.Forms;

/// <summary>Finds out what a field says: by its definition, else by its type, else by what it is called. Guesses nothing beyond these words.</summary>
public static class FieldMeaning
{
    private static readonly (string Type, Meaning Meaning, string[] Words)[] Called =
    [
        ("phone", Meaning.Mobile, ["手机", "手机号", "手机号码", "移动电话", "mobile", "mobile phone", "cell", "cell phone"]),
        ("text", Meaning.Person, ["姓名", "联系人", "联系人姓名", "客户联系人", "name of contact", "contact name", "contact person", "full name", "person"]),
        ("text", Meaning.JobTitle, ["职务", "职位", "岗位", "job title", "position"]),
        ("text", Meaning.Department, ["部门", "所在部门", "department"]),
        ("text", Meaning.Wechat, ["微信", "微信号", "wechat", "wechat id"]),
        ("text", Meaning.CreditCode, ["统一社会信用代码", "信用代码", "税号", "credit code", "unified credit code", "tax number"]),
        ("text", Meaning.Company, ["公司", "公司名称", "单位", "企业名称", "company", "company name", "organisation", "organization"]),
        ("long_text", Meaning.Note, ["备注", "说明", "需求", "需求描述", "remark", "remarks", "note", "notes", "demand"]),
    ];

    public static Meaning? Of(Field field)
    {
        if (field.Definition.Means is { } said) return said;
        foreach (var (type, meaning, words) in Called)
            if (type == field.Type.Key && (words.Contains(field.Label.Zh, StringComparer.Ordinal) || words.Contains(field.Label.En, StringComparer.OrdinalIgnoreCase))) return meaning;
        return field.Type.Means;
    }
}
