using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>Saves made-up records by the road of all records, many at a time, and refuses to go on when one is refused.</summary>
internal sealed class DemoWriter(Platform platform, App app)
{
    private const int AtOnce = 250;

    private readonly Actor actor = Actor.System("demo", platform.People.Current, quiet: true);

    /// <summary>The same every time: the demo is deterministic but for the day it is made on.</summary>
    public Random Chance { get; } = new(20261102);

    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(platform.Clock.GetUtcNow().UtcDateTime, platform.People.Current.Zone));

    public long Department(string name) => platform.People.Current.Departments.Values.Single(d => d.Name == name).Id;

    public long Member(string name) => platform.People.Current.Members.Values.Single(m => m.Name == name).Id;

    public Draft New(string form) => new(app[form]);

    public T Pick<T>(IReadOnlyList<T> of) => of[Chance.Next(of.Count)];

    /// <summary>A moment of working hours this many days ago; early in the day, when those of today have not come yet, one of the last hour.</summary>
    public DateTime Ago(int days)
    {
        var at = DateTime.SpecifyKind(Today.AddDays(-days).ToDateTime(new TimeOnly(1 + Chance.Next(9), Chance.Next(60))), DateTimeKind.Utc);
        var now = platform.Clock.GetUtcNow().UtcDateTime;
        return days == 0 && at > now ? now.AddMinutes(-1 - at.Minute) : at;
    }

    public async Task<IReadOnlyList<Record>> Save(IEnumerable<Draft> drafts)
    {
        var saved = new List<Record>();
        foreach (var some in drafts.Chunk(AtOnce))
            foreach (var (done, problem) in await platform.Records.SaveMany(actor, some))
                saved.Add(done?.Record ?? throw problem!.Exception());
        return saved;
    }
}
