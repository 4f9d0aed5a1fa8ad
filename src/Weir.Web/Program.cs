using Weir.Web.Http;

try
{
    await using var host = await WebHost.Build(args, Environment.GetEnvironmentVariables());
    await host.Run(Console.Out);
    return 0;
}
catch (StartFailure failure)
{
    await Console.Error.WriteLineAsync("Weir: " + failure.Line);
    return 2;
}

/// <summary>The web host; named so that tests can start it.</summary>
public partial class Program;
