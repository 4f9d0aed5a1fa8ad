using System.Net;
using System.Net.Sockets;
using System.Text;
using Weir.Engine.Outbox;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Outbox;

/// <summary>Mail goes out by SMTP: in the receiver's language, only for what is unread, wanted and still allowed.</summary>
public sealed class MailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_unread_notification_is_mailed_once_in_the_language_of_its_receiver(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        using var server = new Postmaster();
        var courier = Courier(bureau, server.Port);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Anna));
        await bureau.Change(bureau.Chief, matter, ("collaborators", new[] { bureau.Ben }));
        while (await courier.CarryDue() > 0) { }
        Assert.Empty(server.Mails);
        bureau.Clock.Advance(NotificationCarrier.MailAfter);
        while (await courier.CarryDue() > 0) { }
        bureau.Clock.Advance(TimeSpan.FromHours(1));
        while (await courier.CarryDue() > 0) { }
        Assert.Equal(2, server.Mails.Count);
        var (english, chinese) = (server.Mails.Single(m => m.To == "m2@example.com"), server.Mails.Single(m => m.To == "m3@example.com"));
        Assert.Equal("孙磊 made you the owner of a record: 搬迁", english.Subject);
        Assert.Contains("https://crm.example.com/app/bureau/matter/" + matter.Id, english.Body, StringComparison.Ordinal);
        Assert.Equal("孙磊 邀请你协作一条事项：搬迁", chinese.Subject);
        Assert.NotEqual(english.Id, chinese.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_read_unwanted_or_no_longer_allowed_is_not_mailed(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        using var server = new Postmaster();
        var courier = Courier(bureau, server.Port);
        await bureau.Platform.Notifications.SetMailed(bureau.As(bureau.Blind), [NotificationKind.Mentioned]);
        await bureau.Add(bureau.Chief, "a", ("owner", bureau.Blind));
        var secret = await bureau.Add(bureau.Chief, "b", ("owner", bureau.Anna));
        await bureau.Add(bureau.Chief, "c", ("owner", bureau.Ben));
        while (await courier.CarryDue() > 0) { }
        await bureau.Change(bureau.Chief, secret, ("owner", bureau.Chief));
        await bureau.Platform.Notifications.SeeAll(bureau.As(bureau.Ben), long.MaxValue);
        bureau.Clock.Advance(TimeSpan.FromHours(1));
        while (await courier.CarryDue() > 0) { }
        Assert.Empty(server.Mails);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_comes_in_the_quiet_hours_of_a_member_is_at_the_bell_and_mailed_once_when_they_end(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        using var server = new Postmaster();
        var courier = Courier(bureau, server.Port);
        var zone = bureau.As(bureau.Anna).Zone;
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(bureau.Clock.GetUtcNow().UtcDateTime, zone));
        await bureau.Platform.Notifications.SetQuiet(bureau.As(bureau.Anna), new(local.AddHours(-1), local.AddHours(2), false));
        await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Anna));
        await bureau.Add(bureau.Chief, "招聘", ("owner", bureau.Ben));
        while (await courier.CarryDue() > 0) { }
        Assert.Equal("搬迁", Assert.Single(await bureau.News(bureau.Anna)).Title);
        bureau.Clock.Advance(TimeSpan.FromMinutes(100));
        while (await courier.CarryDue() > 0) { }
        Assert.Equal("m3@example.com", Assert.Single(server.Mails).To);
        bureau.Clock.Advance(TimeSpan.FromMinutes(30));
        for (var i = 0; i < 3; i++) while (await courier.CarryDue() > 0) { }
        Assert.Equal(["m3@example.com", "m2@example.com"], server.Mails.Select(m => m.To));
    }

    [Theory, OnSqlite]
    public async Task A_server_that_is_away_gets_the_mail_later(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        int port;
        using (var gone = new Postmaster()) port = gone.Port;
        await bureau.Add(bureau.Chief, "a\r\nBcc: everybody@example.com", ("owner", bureau.Ben));
        var courier = Courier(bureau, port);
        while (await courier.CarryDue() > 0) { }
        bureau.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await courier.CarryDue());
        using var server = new Postmaster();
        bureau.Clock.Advance(TimeSpan.FromMinutes(2));
        while (await Courier(bureau, server.Port).CarryDue() > 0) { }
        Assert.DoesNotContain("\nBcc:", Assert.Single(server.Mails).Head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("smtp://user:p%40ss@mail.example.com:2525?from=crm@example.com&name=Weir", "mail.example.com 2525 user p@ss crm@example.com True")]
    [InlineData("smtp://mail.example.com?from=crm@example.com", "mail.example.com 587   crm@example.com True")]
    [InlineData("smtp://localhost:25?from=crm@example.com", "localhost 25   crm@example.com False")]
    [InlineData("smtp://mail.example.com:25?from=crm@example.com&tls=off", "mail.example.com 25   crm@example.com False")]
    public void A_mail_setting_is_read(string text, string expected)
    {
        var s = MailSetting.Parse(text);
        Assert.Equal(expected, $"{s.Server} {s.Port} {s.User} {s.Password} {s.From.Address} {s.Encrypted}");
        Assert.DoesNotContain("p@ss", s.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.example.com")]
    [InlineData("http://mail.example.com?from=a@b.c")]
    [InlineData("smtp://mail.example.com")]
    [InlineData("smtps://mail.example.com?from=a@b.c")]
    [InlineData("smtp://mail.example.com?from=a@b.c&tsl=off")]
    public void A_wrong_mail_setting_is_refused_with_the_reason(string text) => Assert.Throws<FormatException>(() => MailSetting.Parse(text));

    private static Courier Courier(Bureau bureau, int port) => bureau.Courier(null, true, new MailCarrier(
        bureau.Database, bureau.Platform.People, bureau.Platform.Notifications, bureau.Platform.Ids, bureau.Clock, new MailBox(MailSetting.Parse($"smtp://127.0.0.1:{port}?from=crm@example.com")),
        n => $"https://crm.example.com/app/bureau/matter/{n.RecordId}", "https://crm.example.com"));

    /// <summary>A mail server that takes everything and keeps it.</summary>
    private sealed class Postmaster : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Postmaster()
        {
            listener.Start();
            _ = Serve();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public List<Mail> Mails { get; } = [];

        public void Dispose() => listener.Stop();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await Talk(client);
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task Talk(TcpClient client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var to = "";
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase)) to = line[8..].Trim('<', '>', ' ');
                if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                {
                    await writer.WriteLineAsync("354 go on");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } part && part != ".") text.AppendLine(part);
                    Mails.Add(Mail.Read(to, text.ToString()));
                }
                await writer.WriteLineAsync(line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok");
            }
        }
    }

    /// <summary>A mail as it came over the wire.</summary>
    private sealed record Mail(string To, string Head, string Subject, string Body, string Id)
    {
        public static Mail Read(string to, string text)
        {
            var lines = text.ReplaceLineEndings("\n").Replace("\n ", " ", StringComparison.Ordinal);
            var parts = lines.Split("\n\n", 2);
            string Header(string name) => parts[0].Split('\n').First(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
            var base64 = Header("Content-Transfer-Encoding") == "base64";
            var body = base64 ? Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace("\n", "", StringComparison.Ordinal))) : Quoted(parts[1]);
            var subject = string.Concat(Header("Subject").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.StartsWith("=?utf-8?B?", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(Convert.FromBase64String(w[10..^2])) : w + " "));
            return new(to, parts[0], subject.Trim(), body, Header("Message-ID"));
        }

        private static string Quoted(string text)
        {
            var bytes = new List<byte>();
            var joined = text.Replace("=\n", "", StringComparison.Ordinal);
            for (var i = 0; i < joined.Length; i++)
            {
                if (joined[i] == '=' && i + 2 < joined.Length) { bytes.Add(Convert.ToByte(joined.Substring(i + 1, 2), 16)); i += 2; }
                else bytes.Add((byte)joined[i]);
            }
            return Encoding.UTF8.GetString([.. bytes]);
        }
    }
}
