
namespace Weir.Engine.FieldTypes;

/// <summary>For whom values are put into words, and the names that ids stand for; titles of linked records are fetched beforehand.</summary>
public sealed class Display
{
    private readonly Dictionary<(string Form, long Id), string?> titles = [];

    public Display(bool chinese, Directory directory, DateTime now)
    {
        Chinese = chinese;
        Directory = directory;
        Now = now;
    }

    public bool Chinese { get; }

    public Directory Directory { get; }

    public TimeZoneInfo Zone => Directory.Zone;

    /// <summary>UTC.</summary>
    public DateTime Now { get; }

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Now, Zone));

    /// <summary>URL prefix of the app, for links to records: <c>/app/l2c</c>.</summary>
    public string Base { get; init; } = "";

    /// <summary>URL of the icon sprite.</summary>
    public string Icons { get; init; } = "/dist/icons.svg";

    /// <summary>Finds a record by its title while words are read; null when none or several fit. Set by imports.</summary>
    public Func<string, string, long?>? FindRecord { get; init; }

    /// <summary>File names and sizes by id, fetched beforehand.</summary>
    public Dictionary<long, (string Name, string Type, long Size)> Files { get; } = [];

    /// <summary>The title of a linked record; null when the reader may not see it or it is gone.</summary>
    public string? Title(string form, long id) => titles.GetValueOrDefault((form, id));

    public bool Knows(string form, long id) => titles.ContainsKey((form, id));

    public void Learn(string form, long id, string? title) => titles[(form, id)] = title;

    public string MemberName(long id) => Directory.Members.TryGetValue(id, out var m) ? m.Name : "#" + id;

    public string DepartmentName(long id) => Directory.Departments.TryGetValue(id, out var d) ? d.Name : "#" + id;

    public string Say(Forms.Words words) => words.In(Chinese);
}
