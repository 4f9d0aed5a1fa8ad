
namespace Weir.Engine.FieldTypes;

/// <summary>For whom values are put into words, and the names that ids stand for; titles of linked records are fetched beforehand.</summary>
public sealed class Display
{
    private readonly Dictionary<(string Form, long Id), string?> titles;

    public Display(bool chinese, Directory directory, DateTime now)
    {
        Chinese = chinese;
        Directory = directory;
        Now = now;
        Currency = directory.Currency;
        (titles, Files) = ([], []);
    }

    private Display(Display other, string currency)
    {
        (Chinese, Directory, Now, Currency, titles, Files) = (other.Chinese, other.Directory, other.Now, currency, other.titles, other.Files);
        (Base, Icons, FindRecord) = (other.Base, other.Icons, other.FindRecord);
    }

    public bool Chinese { get; }

    public Directory Directory { get; }

    public TimeZoneInfo Zone => Directory.Zone;

    /// <summary>UTC.</summary>
    public DateTime Now { get; }

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Now, Zone));

    /// <summary>The currency of amounts whose field names none: that of the house, or that in which a record stands.</summary>
    public string Currency { get; }

    /// <summary>URL prefix of the app, for links to records: <c>/app/l2c</c>.</summary>
    public string Base { get; init; } = "";

    /// <summary>URL of the icon sprite.</summary>
    public string Icons { get; init; } = "/dist/icons.svg";

    /// <summary>Finds a record by its title while words are read; null when none or several fit. Set by imports.</summary>
    public Func<string, string, long?>? FindRecord { get; init; }

    /// <summary>File names and sizes by id, fetched beforehand.</summary>
    public Dictionary<long, (string Name, string Type, long Size)> Files { get; }

    /// <summary>The title of a linked record; null when the reader may not see it or it is gone.</summary>
    public string? Title(string form, long id) => titles.GetValueOrDefault((form, id));

    public bool Knows(string form, long id) => titles.ContainsKey((form, id));

    public void Learn(string form, long id, string? title) => titles[(form, id)] = title;

    public string MemberName(long id) => Directory.Members.TryGetValue(id, out var m) ? m.Name : "#" + id;

    public string DepartmentName(long id) => Directory.Departments.TryGetValue(id, out var d) ? d.Name : "#" + id;

    /// <summary>The same for a field of a record whose amounts stand in a currency that the record names.</summary>
    /// <param name="holder">Of a line: the record that holds it.</param>
    public Display For(Forms.Field field, Records.Record record, Records.Record? holder = null) =>
        field.StandsIn is { } currency ? In(field.CodeIn(currency.Form == record.Form ? record : holder)) : this;

    /// <summary>The same for amounts in this currency; null leaves it as it is.</summary>
    public Display In(string? currency) => currency is null || currency == Currency ? this : new(this, currency);

    public string Say(Forms.Words words) => words.In(Chinese);
}
