using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Weir.Web.Http;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents();
// Chinese as it is: an encoded character would cost eight bytes instead of three.
builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
var app = builder.Build();
app.UseWeirAssets();
app.MapGet("/", () => "Weir");
app.Run();

/// <summary>The web host; named so that tests can start it.</summary>
public partial class Program;
