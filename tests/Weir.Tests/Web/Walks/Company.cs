using System.Collections.Concurrent;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Walks;

/// <summary>The companies of a class of walks: one for each database and language, opened when first needed and closed at the end.</summary>
public sealed class Company : IAsyncLifetime
{
    private readonly ConcurrentDictionary<(DatabaseKind, bool), Lazy<Task<Stage>>> stages = new();

    internal async Task<IReadOnlyList<string>> Walk(DatabaseKind kind, string language, string role)
    {
        var stage = await stages.GetOrAdd((kind, language == "zh-CN"), at => new(() => Stage.Open(at.Item1, at.Item2))).Value;
        var walk = new Walk(stage, role);
        await walk.Go();
        return walk.Faults;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var stage in stages.Values) await (await stage.Value).DisposeAsync();
    }
}
