using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Records;

namespace Weir.Engine.Actions.Effects;

/// <summary>What an effect writes into a field: a constant, a word such as <c>@me</c>, another field taken over as it is, or a formula, written <c>=record.amount * 2</c>; or words with fields in them, written <c>@text {record.name} ({record.level})</c>.</summary>
internal sealed partial class EffectValue
{
    /// <summary>In a line: its id, by which other records say that they are about it; and its place, from 1.</summary>
    public const string LineId = "@line", LineNumber = "@number";

    private const string Words = "@text ";

    private readonly JsonElement json;
    private readonly FieldPath? path;
    private readonly Formula? formula;

    private EffectValue(Field target, JsonElement json, FieldPath? path, Formula? formula) => (Target, this.json, this.path, this.formula) = (target, json, path, formula);

    public Field Target { get; }

    /// <summary>The links it follows from its scope.</summary>
    public IEnumerable<IReadOnlyList<Field>> Ways => Paths.Where(p => p is { InLines: false, FromParent: false, Via.Count: > 0 }).Select(p => p.Via);

    /// <summary>The links it follows from the record that holds the line.</summary>
    public IEnumerable<IReadOnlyList<Field>> ParentWays => Paths.Where(p => p is { InLines: false, FromParent: true, Via.Count: > 0 }).Select(p => p.Via);

    /// <summary>What it reads.</summary>
    public IEnumerable<FieldPath> Paths => path is not null ? [path] : Pattern is not null ? Pattern.Values : formula?.References.Select(Scope!.Path).OfType<FieldPath>() ?? [];

    private Form? Scope { get; init; }

    /// <summary>The fields named in a text, by how they are written there.</summary>
    private IReadOnlyDictionary<string, FieldPath>? Pattern { get; init; }

    /// <param name="scope">Where names are looked up: the question, or a line of something.</param>
    /// <exception cref="DefinitionError">An unknown field, a wrong constant, a formula that does not compile.</exception>
    public static EffectValue Compile(Form scope, Field target, JsonElement json)
    {
        if (target.Type.Computed || target.Column is null) throw new DefinitionError(target.ToString(), "effect.computed", ($"“{target.Label.Zh}”由公式得出，动作不能写入。", $"'{target.Label.En}' is computed; an action cannot write it."));
        if (json.ValueKind == JsonValueKind.String && json.GetString() is ['=', .. var text])
        {
            if (FieldPath.Find(scope, text) is { InLines: false, Field.Column: not null } plain) return new(target, json, plain, null) { Scope = scope };
            try
            {
                return new(target, json, null, Formula.Compile(text, new FieldNames(scope))) { Scope = scope };
            }
            catch (FormulaError wrong)
            {
                throw new DefinitionError(target.ToString(), wrong.Code, (wrong.Message(true), wrong.Message(false)));
            }
        }
        if (json.ValueKind == JsonValueKind.String && json.GetString()!.StartsWith(Words, StringComparison.Ordinal))
            return new(target, json, null, null) { Scope = scope, Pattern = Braces().Matches(json.GetString()!).Select(m => m.Groups[1].Value).Distinct().ToDictionary(n => n, n => FieldPath.Find(scope, n) is { InLines: false } named ? named
                : throw new DefinitionError(target.ToString(), "effect.unknown_field", ($"没有字段“{n}”。", $"There is no field '{n}'."))) };
        try
        {
            if (json.ValueKind != JsonValueKind.Null && !(json.ValueKind == JsonValueKind.String && json.GetString() is ['@', ..])) target.Type.FromJson(target, json);
        }
        catch (ValueError wrong)
        {
            throw new DefinitionError(target.ToString(), wrong.Code, wrong.Words);
        }
        return new(target, json, null, null);
    }

    /// <summary>Compiles a map of field keys to values.</summary>
    public static IReadOnlyList<EffectValue> Compile(Form scope, Form target, IReadOnlyDictionary<string, JsonElement> values) =>
        [.. values.Select(v => Compile(scope, target.Find(v.Key) ?? throw new DefinitionError($"{target.Key}.{v.Key}", "effect.unknown_field", ($"没有字段“{target.Key}.{v.Key}”。", $"There is no field '{target.Key}.{v.Key}'.")), v.Value))];

    /// <param name="at">The record of the scope; what it reads through links must have been loaded.</param>
    public object? Of(Record at, Record? parent, LinkedRecords linked, Actor actor, DateTime now, int number = 0)
    {
        if (path is not null) return (path.FromParent ? parent : at) is { } from && linked.Follow(from, path.Via) is { } there ? Taken(path.Field, there[path.Field], Target) : null;
        if (Pattern is not null) return Target.Type.FromFormula(Target, Braces().Replace(json.GetString()![Words.Length..], m => Shown(Pattern[m.Groups[1].Value])).Trim());
        if (formula is not null) return formula.Evaluate(new RecordScope(at, parent, linked, actor, now)) is { } value ? Target.Type.FromFormula(Target, value) : null;
        return json.ValueKind == JsonValueKind.String ? json.GetString() switch
        {
            // Ids are larger than a number field holds.
            LineId => Target.Type.FromFormula(Target, at.Id.ToString(CultureInfo.InvariantCulture)),
            LineNumber => Target.Type.FromFormula(Target, (decimal)number),
            _ => Defaults.Value(Target, json, actor, now),
        } : Defaults.Value(Target, json, actor, now);

        string Shown(FieldPath field) => (field.FromParent ? parent : at) is { } from && linked.Follow(from, field.Via) is { } there ? field.Field.Type.Text(field.Field, there[field.Field], new Display(actor.Chinese, actor.Directory, now).For(field.Field, there)) : "";
    }

    [GeneratedRegex(@"\{([a-z0-9_.]+)\}")]
    private static partial Regex Braces();

    /// <summary>The same kind of value is taken over; a record stays the record it names; another goes through what a formula would make of it.</summary>
    public static object? Taken(Field from, object? value, Field to)
    {
        if (value is null) return null;
        if (from.Type == to.Type) return value;
        if (to.Type.IsReference && from.Type.References(from, value).Take(2).ToList() is [var one])
            return to.Type.FromFormula(to, to.Type.LinkedForm(to) is null ? one.ToString() : to.Type.LinkedForm(to) == one.Form ? one.Id.ToString(CultureInfo.InvariantCulture) : "");
        return from.Type.ForFormula(from, value) is { } plain ? to.Type.FromFormula(to, plain) : null;
    }
}
