using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>Decides whether a field may get another type or other decimals: only where every stored value keeps its meaning. Converts nothing itself.</summary>
internal static class Retyping
{
    public static bool Keeps(Field was, Field now)
    {
        if (was.Column is null || now.Column is null) return was.Type == now.Type || was.Column is null && now.Column is null;
        var (from, to) = (was.Type.Kind(was), now.Type.Kind(now));
        // What the engine computes, it computes again.
        if (was.Type.Computed && now.Type.Computed && was.Type.NumberingOf(was) is null && now.Type.NumberingOf(now) is null) return was.Column.Type == now.Column.Type && now.Column.Scale >= was.Column.Scale;
        if (from == ValueKind.Number && to == ValueKind.Text) return true;
        if (was.Column.Type != now.Column.Type || now.Column.Scale < was.Column.Scale || from != to) return false;
        if (from is ValueKind.Many or ValueKind.Reference) return was.Type == now.Type && was.Type.LinkedForm(was) == now.Type.LinkedForm(now);
        return true;
    }
}
