using System.Text;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Access;

internal sealed partial class PeopleChange
{
    private const int MaxName = 60;

    /// <summary>The member that an entry describes, and everything that is wrong with it.</summary>
    public Member Checked(MemberEntry entry, Member? present, List<FieldError> errors)
    {
        var name = Name(entry.Name, errors);
        var email = Email(entry.Email, present?.Id, errors);
        var mobile = Mobile(entry.Mobile, present?.Id, errors);
        if (email.Length == 0 && mobile is null && errors.All(e => e.Field is not ("email" or "mobile")))
            errors.Add(new("email", "member.reach", ("请填写邮箱或手机号，登录时要用。", "Enter an e-mail address or a mobile number: it is needed to sign in.")));
        var language = entry.Language ?? present?.Language ?? State.Organisation.Language;
        CheckLanguage(language, errors);
        var departments = entry.Departments.Distinct().ToList();
        if (departments.Count > 20 || departments.Any(d => !State.Departments.ContainsKey(d)))
            errors.Add(new("departments", "member.department", ("部门不存在，或超过 20 个。", "A department does not exist, or there are more than 20.")));
        if (entry.ManagerId is { } manager) CheckManager(manager, present?.Id, errors);
        return new(
            present?.Id ?? NextId(), name, email, mobile, departments, entry.ManagerId, language, present?.Active ?? true, entry.Administrator);
    }

    /// <summary>The last administrator must stay, or nobody could ever change anything again.</summary>
    public void DemandAnotherAdministrator(long leaving)
    {
        if (State.Members.Values.Any(m => m.Id != leaving && m is { Active: true, Administrator: true })) return;
        throw Problem.Conflict("member.last_administrator", (
            "这是最后一位在职的管理员，请先指定另一位管理员。", "This is the last active administrator. Make somebody else an administrator first.")).Exception();
    }

    public static string Name(string text, List<FieldError> errors)
    {
        var name = text.Trim();
        if (!IsLine(name, MaxName))
            errors.Add(new("name", "member.name", ("请填写姓名（最多 60 个字）。", "Enter a name of at most 60 characters.")));
        return name;
    }

    /// <summary>Some text on one line, without control characters and without half a surrogate pair.</summary>
    public static bool IsLine(string text, int max) =>
        text.Length > 0 && text.Length <= max && !text.EnumerateRunes().Any(r => r == Rune.ReplacementChar || Rune.IsControl(r));

    public static void CheckLanguage(string language, List<FieldError> errors)
    {
        if (language is not ("zh-CN" or "en"))
            errors.Add(new("language", "language.unknown", ("语言只能是中文（zh-CN）或英文（en）。", "The language must be zh-CN or en.")));
    }

    public static void Refuse(IReadOnlyList<FieldError> errors)
    {
        if (errors.Count > 0)
            throw Problem.Invalid("people.invalid", ("有内容需要修改。", "Some entries need your attention."), errors).Exception();
    }

    private string Email(string text, long? member, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var email = Reach.Email(text);
        if (email is null)
            errors.Add(new("email", "email.invalid", ("邮箱格式不对，例如 name@example.com。", "This is not an e-mail address like name@example.com.")));
        else if (IsTaken(Reach.EmailKey(email)!, member))
            errors.Add(new("email", "email.taken", ("这个邮箱已属于另一位成员。", "Another member has this e-mail address.")));
        return email ?? "";
    }

    private string? Mobile(string? text, long? member, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var mobile = Reach.MobileKey(text);
        if (mobile is null)
        {
            errors.Add(new("mobile", "mobile.invalid", (
                "手机号格式不对，例如 13800138000 或 +85291234567。", "This is not a mobile number like 13800138000 or +85291234567.")));
        }
        else if (IsTaken(mobile, member))
            errors.Add(new("mobile", "mobile.taken", ("这个手机号已属于另一位成员。", "Another member has this mobile number.")));
        return mobile;
    }

    private bool IsTaken(string key, long? member) => State.Holder(key) is { } holder && holder != member;

    private void CheckManager(long manager, long? member, List<FieldError> errors)
    {
        Words? wrong = null;
        if (State.Members.GetValueOrDefault(manager) is not { Active: true }) wrong = ("这位上级不存在或已停用。", "This manager does not exist or is not active.");
        var above = new HashSet<long>();
        for (long? at = manager; at is { } id && above.Add(id); at = State.Members.GetValueOrDefault(id)?.ManagerId)
            if (id == member) wrong = ("上级不能是本人或自己的下属。", "A member cannot report to themselves or to somebody below them.");
        if (wrong is not null) errors.Add(new("manager", "member.manager", wrong));
    }
}
