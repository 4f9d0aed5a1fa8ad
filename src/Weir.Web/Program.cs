var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/", () => "Weir");
app.Run();

/// <summary>The web host; named so that tests can start it.</summary>
public partial class Program;
