using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Exchange;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Files;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Engine.Views;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;

namespace Weir.Engine;

/// <summary>Everything the engine offers over one database, opened once per process. Composes; decides nothing.</summary>
public sealed class Platform : IAsyncDisposable
{
    private int closed;

    private Platform(PlatformSettings settings, Database database, TimeProvider clock)
    {
        Settings = settings;
        Database = database;
        Clock = clock;
        Ids = new RecordIds(clock, settings.Node);
        People = new People(database, Ids, clock);
        Apps = new AppStore(database, Ids, clock);
        Records = new RecordStore(database, Ids, clock);
        Query = new RecordQuery(database, clock);
        Recycling = new Capabilities.Pool.Recycling(database, Records, Query, Ids, clock);
        Reminders = new Capabilities.Reminders.ReminderRound(database, Apps, () => People.Current, Ids, clock);
        WebForms = new Capabilities.WebForm.WebForms(database, Apps, Records, Query, () => People.Current, Ids, clock);
        Assignments = new Capabilities.Assignment.AssignmentTrials(database, Query, clock);
        Gradings = new Capabilities.Grading.GradingTrials(database, Query, clock);
        Transfers = new Capabilities.Ownership.Transfers(database, Records, Query, clock);
        Insights = new Insight.Insights(Query, clock);
        Stages = new Capabilities.Pipeline.StageQuery(database, clock);
        Pipelines = new Capabilities.Pipeline.PipelineTrials(database, Query, Records, () => People.Current, clock);
        Traces = new Insight.Traces(database, Query, clock);
        Streams = new Insight.Streams.Streams(database, Query, clock);
        Charts = new Capabilities.Hierarchy.Charts(database, Query, clock);
        Comments = new Comments(database, Ids, clock);
        Stickies = new Stickies(database, Query, Ids, clock);
        Views = new ViewStore(database, Ids, clock);
        Sharing = new Sharing(database, Ids, clock);
        Why = new WhyVisible(database, clock);
        Files = new FileStore(database, Ids, clock, Path.Combine(settings.DataFolder, "files"), settings.MostFileBytes);
        Exchange = new ExchangeContext(database, Apps, Records, Query, Ids, clock, () => People.Current, new ExchangeFiles(settings.DataFolder));
        Imports = new Importer(Exchange);
        Exports = new Exporter(Exchange);
        var check = new PasswordCheck();
        Sessions = new MemberSessions(database, People, Ids, clock);
        Passwords = new Passwords(database, People, Sessions, check, clock);
        Invitations = new Invitations(database, People, Sessions, check, clock);
        Tokens = new ApiTokens(database, People, Ids, clock);
        Setup = new Setup(People, Sessions, check, clock);
        Search = new GlobalSearch(database, Query, clock);
        Recents = new Recents(database, Search, clock);
        Notifications = new Notifications(database, Apps, Query, Ids, clock);
        Bell = new Bell(database, Sessions);
        LostLetters = new LostLetters(database, Apps, clock);
        Approvals = new Approvals(database, Query, clock);
        DuplicateScan = new Capabilities.Duplicates.DuplicateScan(database, clock);
        DuplicateTrials = new Capabilities.Duplicates.DuplicateTrials(database, clock);
        Duplicates = new Capabilities.Duplicates.DuplicateQuery(database, Ids, clock);
        Handovers = new Handover.Handovers(database, Apps, Records, clock);
        HandoverRequests = new Handover.HandoverRequests(database, People, Handovers, Ids, clock);
    }

    public PlatformSettings Settings { get; }

    public Database Database { get; }

    public TimeProvider Clock { get; }

    public RecordIds Ids { get; }

    public People People { get; }

    public Handover.Handovers Handovers { get; }

    public Handover.HandoverRequests HandoverRequests { get; }

    public MemberSessions Sessions { get; }

    public Passwords Passwords { get; }

    public Invitations Invitations { get; }

    public ApiTokens Tokens { get; }

    public Setup Setup { get; }

    public AppStore Apps { get; }

    public RecordStore Records { get; }

    public RecordQuery Query { get; }

    public Insight.Insights Insights { get; }

    public Capabilities.Pool.Recycling Recycling { get; }

    public Capabilities.Reminders.ReminderRound Reminders { get; }

    public Capabilities.WebForm.WebForms WebForms { get; }

    public Capabilities.Assignment.AssignmentTrials Assignments { get; }

    public Capabilities.Grading.GradingTrials Gradings { get; }

    public Capabilities.Ownership.Transfers Transfers { get; }

    public Capabilities.Pipeline.StageQuery Stages { get; }

    public Capabilities.Pipeline.PipelineTrials Pipelines { get; }

    public Insight.Traces Traces { get; }

    public Insight.Streams.Streams Streams { get; }

    public Capabilities.Hierarchy.Charts Charts { get; }

    public Comments Comments { get; }

    public Stickies Stickies { get; }

    public ViewStore Views { get; }

    public Sharing Sharing { get; }

    public WhyVisible Why { get; }

    public FileStore Files { get; }

    /// <summary>What the runner of imports and exports works with.</summary>
    public ExchangeContext Exchange { get; }

    public Importer Imports { get; }

    public Exporter Exports { get; }

    public GlobalSearch Search { get; }

    public Recents Recents { get; }

    public Notifications Notifications { get; }

    public Bell Bell { get; }

    public LostLetters LostLetters { get; }

    public Approvals Approvals { get; }

    public Capabilities.Duplicates.DuplicateTrials DuplicateTrials { get; }

    public Capabilities.Duplicates.DuplicateQuery Duplicates { get; }

    public Capabilities.Duplicates.DuplicateScan DuplicateScan { get; }

    /// <summary>Opens the database, brings its tables up to date (after a backup, where it is a file) and reads people and apps.</summary>
    /// <exception cref="MigrationFailed">The data is newer than this program, or a step failed; nothing was changed by it.</exception>
    public static async Task<Platform> Open(PlatformSettings settings, TimeProvider clock, CancellationToken cancel = default)
    {
        var database = await Databases.Open(settings.Database, clock);
        var platform = new Platform(settings, database, clock);
        try
        {
            await Migrator.Run(database, database.File is null ? null : settings.BackupFile(clock.GetUtcNow()), cancel);
            await platform.People.Load(cancel);
            await platform.Apps.Load(cancel);
            await platform.Apps.Resume(platform.People.Current);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The host and whoever it lends the platform to may both let go of it.
        if (Interlocked.Exchange(ref closed, 1) == 1) return;
        Bell.Dispose();
        Apps.Dispose();
        Views.Dispose();
        Tokens.Dispose();
        Sessions.Dispose();
        People.Dispose();
        await Database.DisposeAsync();
    }
}
