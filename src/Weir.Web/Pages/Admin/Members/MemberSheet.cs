using System.Text;
using Weir.Engine.Access;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>A list of new members as somebody brings it: a workbook, a text table, or what was pasted. Reads it; adds nobody.</summary>
public static class MemberSheet
{
    /// <summary>The columns in the order that counts when there is no heading.</summary>
    public static readonly IReadOnlyList<(string Key, Words Label, string[] Words)> Columns =
    [
        ("name", ("姓名", "Name"), ["姓名", "名字", "成员", "name", "full name", "member"]),
        ("email", ("邮箱", "E-mail"), ["邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e-mail", "mail", "email address"]),
        ("phone", ("手机号", "Mobile"), ["手机", "手机号", "手机号码", "电话", "phone", "mobile", "mobile number", "phone number"]),
        ("department", ("部门", "Department"), ["部门", "所属部门", "department", "team"]),
        ("roles", ("角色", "Roles"), ["角色", "角色名称", "roles", "role"]),
    ];

    /// <summary>One row of the list as it was written, with the number that stands beside it.</summary>
    public sealed record Row(int Number, IReadOnlyList<string> Values, MemberLine? Line, IReadOnlyList<FieldError> Errors);

    /// <exception cref="ProblemException">The file is none of a kind that can be read, or holds nothing.</exception>
    public static IReadOnlyList<Row> Read(Visit visit, Stream bytes, string name)
    {
        try
        {
            using var reader = SheetReader.Open(bytes, name);
            var rows = reader.Rows().Take(People.MaxLines + 2).Select(row => (row.Number, Cells: (IReadOnlyList<string>)[.. row.Cells.Select(c => c.Text.Trim())])).ToList();
            if (rows.Count == 0) throw Nothing();
            var places = Heading(rows[0].Cells);
            var lines = places is null ? rows : rows.Skip(1);
            var read = lines.Select(row => Read(visit, row.Number, [.. Columns.Select((_, i) => Cell(row.Cells, places is null ? i : places[i]))])).ToList();
            return read.Count > 0 ? read : throw Nothing();
        }
        catch (SheetProblem refused)
        {
            throw Problem.Invalid(refused.Code, (refused.Message(true), refused.Message(false))).Exception();
        }
    }

    public static Stream Pasted(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    /// <summary>Rows as text that can be pasted again.</summary>
    public static string Text(Visit visit, IEnumerable<Row> rows) => string.Join('\n',
        rows.Select(r => string.Join('\t', r.Values.Select(v => v.ReplaceLineEndings(" ").Replace('\t', ' ')))).Prepend(string.Join('\t', Columns.Select(c => visit.Say(c.Label)))));

    private static string Cell(IReadOnlyList<string> cells, int at) => at >= 0 && at < cells.Count ? cells[at] : "";

    /// <summary>Where each column stands, when the first row is a heading; a heading names at least two of them.</summary>
    private static int[]? Heading(IReadOnlyList<string> cells)
    {
        int[] places = [.. Columns.Select(c => cells.Select(t => t.TrimEnd('*').Trim().ToLowerInvariant()).ToList().FindIndex(c.Words.Contains))];
        return places.Count(p => p >= 0) >= 2 ? places : null;
    }

    private static Row Read(Visit visit, int number, IReadOnlyList<string> values)
    {
        var errors = new List<FieldError>();
        var roles = new List<AppRole>();
        foreach (var word in values[4].Split([',', '，', '、', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Role(visit, word) is { } role) roles.Add(role);
            else errors.Add(new("roles", "member.role", ($"没有角色“{word}”。", $"There is no role “{word}”.")));
        }
        return new(number, values, errors.Count == 0 ? new(values[0], values[1], values[2], values[3], roles) : null, errors);
    }

    /// <summary>By key (app:role) or by its name in either language; the app may stand before the name when several have such a role.</summary>
    private static AppRole? Role(Visit visit, string word)
    {
        var at = word.IndexOfAny([':', '：', '·']);
        var (place, name) = at > 0 ? (word[..at].Trim(), word[(at + 1)..].Trim()) : ("", word);
        foreach (var app in visit.Platform.Apps.Current.Values.OrderBy(a => a.Id).Where(a => place.Length == 0 || Same(place, a.Key) || Same(place, a.Definition.Label)))
            if (app.Definition.Roles.FirstOrDefault(r => Same(name, r.Key) || Same(name, r.Label)) is { } role) return new(app.Key, role.Key);
        return null;
    }

    private static bool Same(string text, Words words) => Same(text, words.Zh) || Same(text, words.En);

    private static bool Same(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static ProblemException Nothing() => Problem.Invalid("members.nothing", ("这份名单里没有内容。", "This list holds nothing.")).Exception();
}
