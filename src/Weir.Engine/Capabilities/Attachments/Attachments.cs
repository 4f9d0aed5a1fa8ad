using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Attachments;

/// <summary>Binds uploads to the record that names them, and lets go of those that it names no more.</summary>
public sealed class Attachments : Capability
{
    public override string Key => "attachments";

    public override bool IsOn(Form form) => Holders(form).Any();

    internal override async ValueTask Validate(SaveUnit unit)
    {
        foreach (var (field, name) in Holders(unit.Form))
        {
            var added = Ids(unit.Record, field).Except(unit.Before is null ? [] : Ids(unit.Before, field)).ToList();
            if (added.Count == 0) continue;
            var files = await FileRows.Find(unit.Session, unit.Form.App.Schema, added);
            var mine = files.Where(f => f.State == "new" && (f.FormNo == unit.Form.No || unit.Draft.ByAction) && (f.ById == unit.Actor.MemberId || unit.Actor.IsSystem)).Select(f => f.Id);
            if (files.Any(f => !field.Type.TakesFile(f.Type))) unit.Refuse(name, "file.wrong_type", ("这里只能上传 PNG、JPG、GIF 或 WebP 图片。", "Only PNG, JPG, GIF or WebP pictures can be put here."));
            if (added.Except(mine).Any()) unit.Refuse(name, "file.not_found", ("附件不存在，请重新上传。", "The attachment does not exist; upload it again."));
        }
    }

    internal override async ValueTask AfterSave(SaveUnit unit)
    {
        foreach (var (field, name) in Holders(unit.Form))
        {
            var now = Ids(unit.Record, field);
            var before = unit.Before is null ? [] : Ids(unit.Before, field);
            if (now.Except(before).ToList() is { Count: > 0 } added) await FileRows.Attach(unit.Session, unit.Form.App.Schema, added, unit.Form.No, unit.Record.Id, name);
            if (before.Except(now).ToList() is { Count: > 0 } gone) await FileRows.Release(unit.Session, unit.Form.App.Schema, gone);
        }
    }

    /// <summary>The fields that can name files, line columns too.</summary>
    private static IEnumerable<(Field Field, string Name)> Holders(Form form) =>
        form.Live.Where(f => f.Type.HoldsFiles).Select(f => (f, f.Key))
            .Concat(form.LineFields.SelectMany(l => l.Lines!.Live.Where(f => f.Type.HoldsFiles).Select(f => (f, $"{l.Key}.{f.Key}"))));

    private static List<long> Ids(Record record, Field field) => field.Form == record.Form
        ? [.. field.Type.FileIds(field, record[field])]
        : [.. record.Form.LineFields.Where(l => l.Lines == field.Form).SelectMany(record.Lines).SelectMany(l => field.Type.FileIds(field, l[field]))];
}
