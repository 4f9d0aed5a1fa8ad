using System.Text;
using Weir.Engine.Access.SignIn;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>Whoever steals the database file finds nothing to sign in with.</summary>
public class SecretsAtRestTests
{
    [Theory, OnSqlite]
    public async Task No_password_and_no_token_stands_in_the_database_file(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var signed = await lobby.SignIn("li@example.com");
        var (_, api) = await lobby.Tokens.Make(signed.Actor, "脚本", null, false);
        var link = await lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id);
        var (_, invite) = await lobby.Invitations.Make(lobby.Office.Admin, new("韩梅", "han@example.com", [], []));
        await lobby.Try("li@example.com", "a-wrong-try-77");
        var changed = await lobby.SignIn("li@example.com");
        await lobby.Passwords.Change(changed.Actor, Lobby.Password, "another-9-tq", changed.Token);

        var folder = lobby.Office.Test.Folder!;
        var copy = Path.Combine(folder, "copy.db");
        await lobby.Office.Database.BackUp(copy);
        string[] secrets = [Lobby.Password, "another-9-tq", "a-wrong-try-77", signed.Token, changed.Token, api, api["weir_".Length..], link, invite];
        var files = Directory.GetFiles(folder);
        Assert.Contains(copy, files);
        foreach (var file in files)
        {
            var bytes = await ReadShared(file);
            foreach (var secret in secrets)
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{Path.GetFileName(file)} holds a secret.");
                Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0, $"{Path.GetFileName(file)} holds a secret.");
            }
        }
        // The search would find what is there.
        Assert.True((await ReadShared(copy)).AsSpan().IndexOf("han@example.com"u8) >= 0);
    }

    private static async Task<byte[]> ReadShared(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
