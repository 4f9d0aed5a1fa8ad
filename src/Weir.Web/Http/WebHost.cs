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
    private readonly bool demo;
    private readonly StartLog log;

    private WebHost(WebApplication app, HostSettings settings, Platform platform, bool demo, StartLog log) =>
        (this.app, this.settings, this.platform, this.demo, this.log) = (app, settings, platform, demo, log);

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
        if (settings.Urls.Length > 0 || settings.Port > 0 || string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(settings.ListenAt);
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
        // Opened below, once the clock of the host is known; whoever asks does so after that.
        builder.Services.AddSingleton(_ => opened ?? throw new InvalidOperationException("The platform is not open yet."));
        builder.Services.AddHostedService<BatchWorker>();
        var app = builder.Build();
        try
        {
            opened = await Open(settings, app.Services.GetRequiredService<TimeProvider>());
            Pipeline(app, opened, settings);
            return new WebHost(app, settings, opened, arguments.Contains("demo"), log);
        }
        catch
        {
            if (opened is not null) await opened.DisposeAsync();
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
        catch (Exception failure) when (failure is IOException or SocketException or InvalidOperationException && Taken(failure))
        {
            throw new StartFailure((
                $"{settings.ListenAt} 已被别的程序占用：请停掉那个程序，或换一个端口，例如 --port=5081。",
                $"{settings.ListenAt} is in use by another program: stop that one, or choose another port, such as --port=5081."), failure);
        }
        log.Started();
        await Greet(console);
        await app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await platform.DisposeAsync();
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
        StaticAssetMap.ReadFrom(app);
    }

    private static async Task<Platform> Open(HostSettings settings, TimeProvider clock)
    {
        var folder = Path.GetFullPath(settings.DataFolder);
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            await File.WriteAllTextAsync(probe, "");
            File.Delete(probe);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure((
                $"不能写入数据文件夹 {folder}（{refused.Message}）：请给本程序写权限，或用 WEIR_DATA_FOLDER 指定别的文件夹。",
                $"The data folder {folder} cannot be written ({refused.Message}): give this program the right to, or name another folder with WEIR_DATA_FOLDER."), refused);
        }
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
            throw new StartFailure((
                $"打不开数据库（{failure.Message}）：请检查设置项 Database，例如 sqlite:data/weir.db 或 postgres:Host=localhost;Database=weir;Username=weir;Password=…",
                $"The database cannot be opened ({failure.Message}): check the setting Database, such as sqlite:data/weir.db or postgres:Host=localhost;Database=weir;Username=weir;Password=…"), failure);
        }
    }

    private async Task Greet(TextWriter console)
    {
        var chinese = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
        var address = settings.BaseUrl.Length > 0 ? settings.Address : app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? settings.Address;
        await console.WriteLineAsync(chinese ? $"Weir 已启动：{address}" : $"Weir is running at {address}");
        if (!platform.Setup.IsOpen) return;
        await console.WriteLineAsync(chinese
            ? $"首次使用：打开 {address}{Gate.SetUpPath}，输入安装码 {platform.Setup.Code}"
            : $"First start: open {address}{Gate.SetUpPath} and enter the code {platform.Setup.Code}");
    }

    private static bool Taken(Exception failure) =>
        failure is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || failure.InnerException is { } inner && Taken(inner);
}
