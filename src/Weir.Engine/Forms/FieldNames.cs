using Weir.Engine.Formulas;

namespace Weir.Engine.Forms;

/// <summary>The names a formula of a form may use: own fields, fields behind a link, columns of line items; in a line also <c>parent.</c> fields.</summary>
internal sealed class FieldNames(Form form) : FormulaNames
{
    public override FormulaType? Find(string path) => FieldPath.Find(form, path) is { } found
        ? found.InLines ? FormulaType.List : found.Field.Type.FormulaType(found.Field)
        : null;

    public override FormulaType ElementType(string path) => FieldPath.Find(form, path) is { } found ? found.Field.Type.FormulaType(found.Field) : FormulaType.Unknown;

    public override string Key(string path) => FieldPath.Find(form, path)?.Text ?? path;

    public override IEnumerable<string> Known => form.Live.Select(f => f.Key)
        .Concat(form.LineFields.SelectMany(l => l.Lines!.Fields.Select(f => $"{l.Key}.{f.Key}")));
}
