namespace Weir.Web.Http;

/// <summary>What the log leaves out: until the host runs, a failure to start is said in one line on the error stream and not a second time here.</summary>
internal sealed class StartLog
{
    private volatile bool started;

    public void Started() => started = true;

    public void Quieten(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
    }
}
