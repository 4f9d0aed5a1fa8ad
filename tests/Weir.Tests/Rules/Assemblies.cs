using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Weir.Tests.Rules;

/// <summary>The three projects as they were compiled: their own types, and the foreign types they name.</summary>
internal static class Assemblies
{
    public static Assembly Sql { get; } = Assembly.Load("Weir.Sql");

    public static Assembly Engine { get; } = Assembly.Load("Weir.Engine");

    public static Assembly Web { get; } = Assembly.Load("Weir.Web");

    public static IReadOnlyList<Assembly> All { get; } = [Sql, Engine, Web];

    /// <summary>The types that people wrote, nested ones too.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. All.SelectMany(a => a.GetTypes()).Where(IsWritten)];

    /// <summary>The short name without the mark of generics.</summary>
    public static string Plain(Type type) => type.Name.Split('`')[0];

    /// <summary>Full names of the types of other assemblies that the compiled code names.</summary>
    public static IReadOnlyList<string> Names(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var data = image.GetMetadataReader();
        return [.. data.TypeReferences.Select(data.GetTypeReference).Select(t => data.GetString(t.Namespace) + "." + data.GetString(t.Name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The members of a foreign type that the compiled code names.</summary>
    public static IReadOnlyList<string> Members(Assembly assembly, string type)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var data = image.GetMetadataReader();
        return
        [
            .. from handle in data.MemberReferences
               let member = data.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let parent = data.GetTypeReference((TypeReferenceHandle)member.Parent)
               where data.GetString(parent.Namespace) + "." + data.GetString(parent.Name) == type
               select data.GetString(member.Name),
        ];
    }

    private static bool IsWritten(Type type) =>
        !type.Name.Contains('<') && !type.Name.StartsWith("__", StringComparison.Ordinal) && type.Name is not "Program" and not "_Imports"
        && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && type.Namespace?.StartsWith("Weir", StringComparison.Ordinal) == true
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));
}
