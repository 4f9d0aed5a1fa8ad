using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>Tells when a record comes that is there already, in the whole app and also where the person may not look; then they learn with whom it is, and no more.</summary>
public sealed partial class Duplicates : Capability
{
    internal const int Most = 50;

    private static readonly ConditionalWeakTable<SaveBatch, DuplicateBatch> Batches = [];

    public override string Key => DuplicateSettings.Key;

    internal override bool Derives => true;

    public override IReadOnlyList<FieldDefinition> Fields(JsonElement settings) =>
        [.. Sought(settings).Select(key => new FieldDefinition { Key = key, Type = "text", Label = ("查重读音", "Sound, for duplicates"), Hidden = true, ReadOnly = true })];

    internal override JsonElement InFull(JsonElement settings) => InFull<DuplicatesDefinition>(settings);

    internal override object? Prepare(Form form, JsonElement settings) => DuplicateSettings.Compile(form, Read<DuplicatesDefinition>(form.Key, settings));

    /// <summary>Read loosely: whether the settings fit is said when they are prepared.</summary>
    internal override IEnumerable<string> Sought(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array) return [];
        return keys.EnumerateArray().Where(k => k.ValueKind == JsonValueKind.Object && k.TryGetProperty("like", out var like) && like.ValueKind == JsonValueKind.True
            && k.TryGetProperty("fields", out var fields) && fields is { ValueKind: JsonValueKind.Array } && fields.GetArrayLength() > 0)
            .Select(k => k.GetProperty("fields")[0].GetString() + KeyPlace.Sound).Distinct();
    }

    internal override void Derive(Record record, LinkedRecords linked, Access.Actor actor, DateTime now)
    {
        if (DuplicateSettings.Of(record.Form) is not { } settings) return;
        foreach (var (name, sound) in settings.Sounds)
            record[sound] = record[name] is string text && CompanyName.SoundKey(text) is { Length: > 0 } key ? key : null;
    }

    internal override async ValueTask Validate(SaveUnit unit)
    {
        if (DuplicateSettings.Of(unit.Form) is not { } settings || DuplicateSettings.ChannelOf(unit) is not { } channel) return;
        if (unit.Batch is { } batch) await Batches.GetValue(batch, static _ => new()).Hold(unit, batch, settings, channel);
        else await Hold(unit, settings, channel);
        foreach (var key in settings.Keys.Where(k => k.Bars(channel) && !(k.Fields.Count == 1 && k.First.Definition.Unique)))
            if (await Find(unit, key) is { } other)
                unit.Refuse(key.First.Key, "duplicate.found", await DuplicateWords.Of(unit, other));
        if (!unit.Draft.Asks || unit.Errors.Count > 0) return;
        foreach (var key in settings.Keys.Where(k => k.For(channel) == Reaction.Warn && k.Fields.Any(unit.HasChanged)))
            if ((await DuplicateSearch.Find(unit.Session, unit.Record, key)).FirstOrDefault() is { } other)
                unit.Refuse(key.First.Key, "duplicate.probable", await DuplicateWords.Of(unit, other));
    }

    internal override Problems.Problem? RefusesMerge(Record survivor, IReadOnlyList<Record> losers, LinkedRecords linked, Access.Actor actor, DateTime now) =>
        DuplicateSettings.Of(survivor.Form)?.Stays is { } stays && !Rules.RuleBook.Holds(stays, survivor, linked, actor, now) && losers.Any(l => Rules.RuleBook.Holds(stays, l, linked, actor, now))
            ? Problems.Problem.Conflict("merge.other_way", ("其中一条已经转化或成交，请把它选为保留的一条。", "One of them has been converted or has bought; choose that one to stay."))
            : null;

    /// <summary>Of two that bring the same value at one moment the second waits here, and then sees the first.</summary>
    private static async ValueTask Hold(SaveUnit unit, DuplicateSettings settings, Channel channel)
    {
        if (unit.Session.ReadOnly) return;
        await unit.Session.Exclude([.. settings.Keys.Where(k => k.Bars(channel) && k.Fields.Any(unit.HasChanged)).Select(k => (Key: k, Value: k.Of(unit.Record))).Where(k => k.Value is not null).Select(k => k.Key.Lock(k.Value!)).Distinct().Order()]);
    }

    /// <summary>The oldest live record with the same key, when this save gives the record that key.</summary>
    private static async ValueTask<Record?> Find(SaveUnit unit, DuplicateKey key)
    {
        if (!key.Fields.Any(unit.HasChanged) || key.Of(unit.Record) is not { } value) return null;
        IEnumerable<long> ids;
        if (unit.Batch is { } batch)
        {
            var known = Batches.GetValue(batch, static _ => new());
            if (known.Earlier(unit, key, value) is { } twin) return twin;
            ids = await known.Holders(unit, batch, key, value);
        }
        else
        {
            ids = (await FormRows.Holders(unit.Session, unit.Form.Table, key.Own.Column, [value], SystemFields.DeletedAt)).Select(h => h.Id);
        }
        var others = ids.Where(id => id != unit.Record.Id).Order().Take(Most).ToList();
        if (others.Count == 0) return null;
        return (await RecordRows.Read(unit.Session, unit.Form, others, lines: false)).Values.OrderBy(r => r.Id).FirstOrDefault(r => key.Same(unit.Record, r));
    }
}
