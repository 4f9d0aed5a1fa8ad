using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>What somebody is told about a record that is there already: all of it when they may see it, else with whom it is and since when.</summary>
internal static class DuplicateWords
{
    public static async ValueTask<Words> Of(SaveUnit unit, Record other)
    {
        var access = other.Form == unit.Form ? unit.Access : FormAccess.Of(unit.Actor, other.Form);
        var seen = other.Id == 0 || await Sees(unit, access, other);
        var title = Title(unit.Actor, other, seen, new Display(true, unit.Actor.Directory, unit.Now));
        if (other.Id == 0) return ($"与同一批中的“{title}”重复。", $"The same as '{title}' in the same batch.");
        var since = TimeZoneInfo.ConvertTimeFromUtc(other[SystemFields.CreatedAt] as DateTime? ?? unit.Now, unit.Actor.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (zh, en) = other.Form == unit.Form ? ("已有相同的记录", "There is already") : ($"“{other.Form.Label.Zh}”中已有", $"Among '{other.Form.Label.En}' there is already");
        return other[SystemFields.Owner] is long owner && unit.Actor.Directory.Members.TryGetValue(owner, out var member)
            ? ($"{zh}“{title}”，负责人：{member.Name}，{since} 建立。", $"{en} '{title}', with {member.Name} since {since}.")
            : ($"{zh}“{title}”，暂无负责人，{since} 建立。", $"{en} '{title}', not owned by anyone, since {since}.");
    }

    /// <summary>The title of a record, or its first characters for who may not see it.</summary>
    public static string Title(Actor actor, Record record, bool seen, Display display)
    {
        var title = record.Form.Title.Type.Text(record.Form.Title, record[record.Form.Title], display);
        return seen && FormAccess.Of(actor, record.Form).Reads(record.Form.Title) ? title : title.Length <= 2 ? "***" : title[..2] + "***";
    }

    /// <summary>李*, Li*: enough to ask the right colleague.</summary>
    public static string Masked(string name) => name.Length == 0 ? "*" : (name[0] > 0x2E7F ? name[..1] : name[..Math.Min(2, name.Length)]) + "*";

    private static async ValueTask<bool> Sees(SaveUnit unit, FormAccess access, Record other) =>
        await RowCheck.May(unit.Session, access, Operation.View, other.Id, unit.Now) && access.Reads(other.Form.Title);
}
