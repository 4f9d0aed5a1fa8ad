using System.Xml;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>The element and attribute names of one part; a file that invents names without end is refused instead of remembered.</summary>
internal sealed class BoundedNames : NameTable
{
    private const int MaxNames = 20_000;

    private int count;

    public override string Add(string key) => Get(key) ?? Keep(base.Add(key));

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Keep(base.Add(key, start, len));

    private string Keep(string name) => ++count > MaxNames ? throw SheetProblem.Corrupt() : name;
}
