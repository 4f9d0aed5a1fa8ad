using System.Collections.Concurrent;
using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>In whose name something is asked: a member as the organisation knows them now, or a named job of the system. No data access without one.</summary>
public sealed class Actor
{
    private readonly Directory directory;
    private IReadOnlyList<long>? subtree;

    internal Actor(Member member, Directory directory, string road)
    {
        this.directory = directory;
        MemberId = member.Id;
        Name = member.Name;
        Departments = member.Departments;
        Chinese = member.Language.StartsWith("zh", StringComparison.Ordinal);
        Administrator = member.Administrator;
        Road = road;
    }

    private Actor(Directory directory, string job, bool quiet)
    {
        Quiet = quiet;
        this.directory = directory;
        Name = job;
        Departments = [];
        IsSystem = true;
        Administrator = true;
        Chinese = true;
        Road = "job:" + job;
    }

    /// <summary>0 for the system.</summary>
    public long MemberId { get; }

    public string Name { get; }

    public bool IsSystem { get; }

    /// <summary>Administrator of the organisation: may do everything in every app.</summary>
    public bool Administrator { get; private init; }

    /// <summary>By which road the request came; kept in the history: web, api, import:123, job:name.</summary>
    public string Road { get; private init; }

    /// <summary>The own departments; the first is the main one.</summary>
    public IReadOnlyList<long> Departments { get; }

    public long? MainDepartment => Departments.Count > 0 ? Departments[0] : null;

    /// <summary>The own departments, those which the member leads, and all below them.</summary>
    public IReadOnlyList<long> Subtree => subtree ??= directory.Subtree(
        Departments.Concat(directory.Departments.Values.Where(d => d.HeadId == MemberId && !IsSystem).Select(d => d.Id)));

    public bool Chinese { get; init; }

    /// <summary>True for an API token that may look but not change anything; whoever writes must refuse it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What <see cref="FormAccess"/> found out for this actor.</summary>
    internal ConcurrentDictionary<Form, FormAccess> Rights { get; } = new();

    /// <summary>Members are not told of what this actor does.</summary>
    public bool Quiet { get; }

    public TimeZoneInfo Zone => directory.Zone;

    public Directory Directory => directory;

    public IEnumerable<string> Roles(string app) => IsSystem ? [] : directory.Roles(MemberId, app);

    /// <summary>A job of the program itself; sees and may do everything, and is named in the history.</summary>
    /// <param name="quiet">Nobody is told of what it does: for filling in data that is made up or was elsewhere before.</param>
    public static Actor System(string job, Directory directory, bool quiet = false) => new(directory, job, quiet);

    /// <summary>The same member carrying out what has been decided: the decision counts, not what they may do themselves.</summary>
    internal Actor ByDecision() => IsSystem ? this : new(directory.Members[MemberId], directory, Road) { Chinese = Chinese, Administrator = true };

    /// <summary>The same actor by another road.</summary>
    public Actor Via(string road) => IsSystem ? this : new(directory.Members[MemberId], directory, road) { Chinese = Chinese, ReadOnly = ReadOnly };
}
