using System.Text.Json;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Outbox;
using Xunit;

namespace Weir.Tests.Capabilities.Reminders;

/// <summary>What a member reads when they are reminded: the words of the rule with the values they may see; and nothing when they may not see the record.</summary>
public sealed class ReminderNewsTests
{
    private const string Rules = """
        { "rules": [{ "key": "due", "label": {"zh":"到期","en":"Falling due"}, "text": {"zh":"{due} 到期，名称 {name}","en":"Due on {due}, named {name}"},
          "field": "due", "steps": [{"days": -1}], "to": [{"role":"chief"},{"role":"blind"},{"field":"collaborators"},{"members":[STRANGER]}] }] }
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_reads_it_in_their_language_by_their_rights_and_who_may_not_see_it_is_not_told(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var definition = bureau.App.Definition;
        var settings = JsonDocument.Parse(Rules.Replace("STRANGER", bureau.Stranger.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)).RootElement;
        await bureau.Platform.Apps.Publish(bureau.As(bureau.Boss), definition with { Forms = [.. definition.Forms.Select(f => f.Key == "matter" ? f with { Capabilities = new Dictionary<string, JsonElement> { ["reminders"] = settings } } : f)] }, bureau.App.Version);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("due", new DateOnly(2026, 3, 4)), ("collaborators", new[] { bureau.Anna }));
        await bureau.Platform.Reminders.RunDue(bureau.App);
        bureau.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(4, await bureau.Platform.Reminders.RunDue(bureau.App));

        var told = Assert.Single(await bureau.News(bureau.Chief), n => n.Kind == NotificationKind.Reminded);
        Assert.Equal((matter.Id, "搬迁", "2026-03-04 到期，名称 搬迁"), (told.RecordId!.Value, told.Title, told.Sentence.Zh));
        Assert.Equal("Due on 2026-03-04, named 搬迁", Assert.Single(await bureau.News(bureau.Anna), n => n.Kind == NotificationKind.Reminded).Sentence.En);
        Assert.Equal("2026-03-04 到期，名称 —", Assert.Single(await bureau.News(bureau.Blind), n => n.Kind == NotificationKind.Reminded).Sentence.Zh);
        Assert.DoesNotContain(await bureau.News(bureau.Stranger), n => n.Kind == NotificationKind.Reminded);
        Assert.Equal($"/app/bureau/matter/{matter.Id}", Weir.Web.Pages.Notifications.NotificationLink.Of(told));
    }

    [Theory]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"field":"name","steps":[{"days":1}],"to":[{"field":"owner"}]}]}""", "reminder.bad_field")]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"field":"due","steps":[{"hours":1}],"to":[{"field":"owner"}]}]}""", "reminder.bad_step")]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"field":"due","steps":[],"to":[{"field":"owner"}]}]}""", "reminder.no_steps")]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"field":"due","steps":[{"days":1}],"to":[]}]}""", "reminder.nobody")]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"field":"due","steps":[{"days":1}],"to":[{"field":"name"}]}]}""", "reminder.bad_receiver")]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"text":{"zh":"{x}","en":"{x}"},"field":"due","steps":[{"days":1}],"to":[{"field":"owner"}]}]}""", "reminder.bad_token")]
    [InlineData("""{"quiet":{"from":"22","to":"8"},"rules":[]}""", "reminder.bad_time")]
    [InlineData("""{"rules":[{"key":"a","label":{"zh":"甲","en":"A"},"to":[{"field":"owner"}]}]}""", "reminder.when")]
    public async Task A_rule_that_cannot_work_is_refused_when_it_is_published(string settings, string code)
    {
        await using var bureau = await Bureau.Open(DatabaseKind.Sqlite);
        var definition = bureau.App.Definition;
        var changed = definition with { Forms = [.. definition.Forms.Select(f => f.Key == "matter" ? f with { Capabilities = new Dictionary<string, JsonElement> { ["reminders"] = JsonDocument.Parse(settings).RootElement } } : f)] };
        var wrong = await Assert.ThrowsAnyAsync<Exception>(() => bureau.Platform.Apps.Publish(bureau.As(bureau.Boss), changed, bureau.App.Version));
        Assert.Contains(code, wrong is Weir.Engine.Problems.ProblemException problem ? JsonSerializer.Serialize(problem.Problem.Errors.Select(e => e.Code).Append(problem.Problem.Code)) : wrong is Weir.Engine.FieldTypes.DefinitionError error ? error.Code : wrong.ToString(), StringComparison.Ordinal);
    }
}
