using System.Text.Json;
using Microsoft.AspNetCore.Routing.Patterns;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Weir.Tests.Web;
using Xunit;

namespace Weir.Tests.Apps;

/// <summary>A form never gets a key that addresses of pages use.</summary>
public sealed class FormKeyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_whose_key_is_part_of_an_address_is_refused_when_it_is_new(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text")));
        foreach (var key in new[] { "forms", "pick", "bin", "import", "search", "export", "bulk", "new", "cell", "files", "notifications" })
        {
            var refused = await Refused(() => desk.Publish(a => a with { Forms = [.. a.Forms, Sketch.Form(key, "name text")] }));
            Assert.Equal((ProblemKind.Invalid, key, "form.key_taken"), (refused.Kind, refused.Errors.Single().Field, refused.Errors.Single().Code));
            Assert.Contains(key, refused.Errors.Single().Message.Zh, StringComparison.Ordinal);
            Assert.Contains(key, refused.Errors.Single().Message.En, StringComparison.Ordinal);
        }
        var installed = await Refused(() => desk.Apps.Install(desk.Actor(Desk.Admin), Sketch.App("other", Sketch.Form("search", "name text"))));
        Assert.Equal("form.key_taken", installed.Errors.Single().Code);
        await desk.Publish(a => a with { Forms = [.. a.Forms, Sketch.Form("searches", "name text")] });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_app_whose_form_has_such_a_key_from_before_still_opens_and_is_published_again(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text"), Sketch.Form("thing", "name text")));
        var body = JsonSerializer.Serialize(desk.App.Definition, DefinitionJson.Options).Replace("\"key\":\"thing\"", "\"key\":\"design\"", StringComparison.Ordinal);
        await desk.Database.Write(s => s.Execute($"update {new TableName("org", "app_version")} set body = {body}"));
        await desk.Reopen();

        Assert.NotNull(desk.App.Find("design"));
        await desk.Publish(a => a.Add("item", "size text"));
        Assert.NotNull(desk.App["item"].Find("size"));
    }

    [Theory, OnSqlite]
    public async Task Every_word_that_stands_in_the_place_of_a_form_in_some_address_is_taken(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var words = new HashSet<string>();
        foreach (var path in RouteTable.Of(host).Select(r => r.RoutePattern.PathSegments))
        {
            var app = path.ToList().FindIndex(s => s.Parts is [RoutePatternParameterPart { Name: "app" }]);
            if (app < 0 || path[0].Parts is [RoutePatternLiteralPart { Content: "admin" }]) continue;
            if (path.Skip(app + 1).FirstOrDefault() is { Parts: [RoutePatternLiteralPart word] } && SqlName.IsValid(word.Content)) words.Add(word.Content);
        }
        Assert.Contains("notifications", words);
        Assert.Contains("forms", words);
        Assert.Empty(words.Except(DefinitionCheck.Taken));
    }

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;
}
