using System.Collections;
using System.Net.Sockets;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Weir.Engine;
using Weir.Sql.Migrations;
using Weir.Web.Demo;
using Weir.Web.Work;

namespace Weir.Web.Http;

/// <summary>The running program: settings, platform and web server put together. Contains no page and no rule.</summary>
public sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HostSettings settings;
    private readonly Platform platform;
    private readonly StartLog log;
    private readonly IDisposable? hold;
    private string places = "";
    private bool demo;

    private WebHost(WebApplication app, HostSettings settings, Platform platform, IDisposable? hold, StartLog log) =>
        (this.app, this.settings, this.platform, this.hold, this.log) = (app, settings, platform, hold, log);

    /// <exception cref="StartFailure">With what is wrong and how to put it right.</exception>
    public static async Task<WebHost> Build(string[] arguments, IDictionary environment)
    {
        var settings = HostSettings.Read(arguments, environment);
        var log = new StartLog();
        var builder = WebApplication.CreateBuilder(arguments);
        Platform? opened = null;
        // The pages of a build that was not published are found where the build left them, in every environment.
        builder.WebHost.UseStaticWebAssets();
        log.Quieten(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxUploadMb * 1_048_576L + 1_048_576;
        });
        // What the framework itself was told counts where the settings say nothing.
        var places = settings.Urls.Length == 0 && settings.Port == 0 && builder.Configuration["urls"] is { Length: > 0 } told ? told : settings.ListenAt;
        builder.WebHost.UseUrls(places);
        builder.Services.AddRazorComponents();
        // Chinese as it is: an encoded character would cost eight bytes instead of three.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.Configure<FormOptions>(options =>
        {
            options.MultipartBodyLengthLimit = settings.MaxUploadMb * 1_048_576L + 1_048_576;
            // A form with 500 lines posts more values than the usual 1,024.
            options.ValueCountLimit = 20_000;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings);
        builder.Services.AddHostedService<CourierWork>();
        builder.Services.AddHostedService<NightWork>();
        builder.Services.AddHostedService<ReminderWork>();
        // Opened below, once the clock of the host is known; whoever asks does so after that.
        builder.Services.AddSingleton(_ => opened ?? throw new InvalidOperationException("The platform is not open yet."));
        builder.Services.AddHostedService<BatchWorker>();
        var app = builder.Build();
        IDisposable? hold = null;
        try
        {
            DataFolder.Probe(settings);
            hold = DataFolder.Hold(settings);
            opened = await Open(settings, app.Services.GetRequiredService<TimeProvider>());
            Pipeline(app, opened, settings);
            return new WebHost(app, settings, opened, hold, log) { places = places, demo = arguments.Contains(HostSettings.DemoWord) };
        }
        catch
        {
            if (opened is not null) await opened.DisposeAsync();
            hold?.Dispose();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the process is told to stop.</summary>
    /// <exception cref="StartFailure">The port is taken.</exception>
    public async Task Run(TextWriter console)
    {
        if (demo) foreach (var signIn in await DemoCompany.Run(platform)) await console.WriteLineAsync(signIn);
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException or InvalidOperationException or FormatException)
        {
            throw Unheard(failure);
        }
        log.Started();
        await Greet(console);
        await app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await platform.DisposeAsync();
        hold?.Dispose();
    }

    private static void Pipeline(WebApplication app, Platform platform, HostSettings settings)
    {
        var proxies = settings.ProxyAddresses().Select(p => p.Address).OfType<IPAddress>().ToList();
        if (proxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
            foreach (var proxy in proxies) forwarded.KnownProxies.Add(proxy);
            app.UseForwardedHeaders(forwarded);
        }
        app.UseSecurityHeaders();
        app.UseProblemAnswers();
        app.UseGate(platform, settings);
        app.UseWeirAssets();
        PageArea.MapAll(app);
    }

    private static async Task<Platform> Open(HostSettings settings, TimeProvider clock)
    {
        try
        {
            return await Platform.Open(settings.Platform, clock);
        }
        catch (MigrationFailed failure)
        {
            throw new StartFailure(($"数据无法使用：{failure.Message}", failure.Message), failure);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or ArgumentException or SocketException or TimeoutException or IOException or InvalidOperationException or NotSupportedException)
        {
            throw DataFolder.Unreadable(failure);
        }
    }

    private async Task Greet(TextWriter console)
    {
        var chinese = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
        var address = settings.BaseUrl.Length > 0 ? settings.Address
            : HostSettings.Reachable(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? settings.Address);
        await console.WriteLineAsync(chinese ? $"Weir 已启动：{address}" : $"Weir is running at {address}");
        if (!platform.Setup.IsOpen) return;
        await console.WriteLineAsync(chinese
            ? $"首次使用：打开 {address}{Gate.SetUpPath}，输入安装码 {platform.Setup.Code}"
            : $"First start: open {address}{Gate.SetUpPath} and enter the code {platform.Setup.Code}");
    }

    /// <summary>Why the server cannot listen where it should.</summary>
    private StartFailure Unheard(Exception failure)
    {
        var codes = Causes(failure).OfType<SocketException>().Select(e => e.SocketErrorCode).ToList();
        if (codes.Contains(SocketError.AddressAlreadyInUse) || Causes(failure).OfType<AddressInUseException>().Any())
        {
            return new((
                $"{places} 已被别的程序占用：请停掉那个程序，或换一个端口，例如 --port=5081。",
                $"{places} is in use by another program: stop that one, or choose another port, such as --port=5081."), failure);
        }
        if (codes.Contains(SocketError.AccessDenied))
        {
            return new((
                $"没有权限在 {places} 上监听：1024 以下的端口通常只有管理员能用，请换一个端口，例如 --port=5081。",
                $"This program may not listen at {places}: ports below 1024 usually need an administrator; choose another one, such as --port=5081."), failure);
        }
        var reason = failure.Message.Split(['\n', '\r'])[0].Split(". ")[0].TrimEnd('.');
        return new((
            $"无法在 {places} 上监听（{reason}）：请检查设置项 Urls 和 Port；用 https 时需要证书，或由前面的代理负责。",
            $"Nothing can listen at {places} ({reason}): check the settings Urls and Port; https needs a certificate, or a proxy in front that has one."), failure);
    }

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (var at = failure; at is not null; at = at.InnerException) yield return at;
    }
}
