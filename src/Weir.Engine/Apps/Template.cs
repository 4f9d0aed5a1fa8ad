using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Problems;

namespace Weir.Engine.Apps;

/// <summary>The apps that come with the program as data, to be installed as they are; knows nothing of apps that are in use.</summary>
/// <remarks>A template is a folder: <c>app.json</c>, <c>roles.json</c>, <c>insight.json</c> with dashboards and reports, and one file for each form.</remarks>
public static class Template
{
    private const string Root = "Weir.Engine.Templates/";

    private static readonly IReadOnlyDictionary<string, string> Files = typeof(Template).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
        .ToDictionary(name => name[Root.Length..].Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>The keys of all templates, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Files.Keys.Where(path => path.EndsWith("/app.json", StringComparison.Ordinal)).Select(path => path[..^9]).Order(StringComparer.Ordinal)];

    /// <summary>The template as a definition, its forms in the order of their numbers.</summary>
    /// <exception cref="ProblemException"><c>template.not_found</c></exception>
    public static AppDefinition Load(string key)
    {
        if (!All.Contains(key))
            throw Problem.NotFound("template.not_found").Exception();
        var app = Read($"{key}/app.json").AsObject();
        app["roles"] = Read($"{key}/roles.json");
        if (Files.ContainsKey($"{key}/insight.json"))
            foreach (var (name, list) in Read($"{key}/insight.json").AsObject().ToList()) app[name] = list!.DeepClone();
        app["forms"] = new JsonArray([.. Files.Keys.Where(path => path.StartsWith($"{key}/forms/", StringComparison.Ordinal)).Select(Read).OrderBy(form => (int?)form["no"])]);
        return app.Deserialize<AppDefinition>(DefinitionJson.Options)!;
    }

    /// <summary>A file of the templates folder, such as the schemas that its forms follow.</summary>
    internal static JsonNode Read(string path)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream(Files[path])!;
        return JsonNode.Parse(stream)!;
    }

    /// <summary>The paths of all files of a template.</summary>
    internal static IEnumerable<string> Paths(string key) => Files.Keys.Where(path => path.StartsWith($"{key}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
