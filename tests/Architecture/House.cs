using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Model = ArchUnitNET.Domain.Architecture;

namespace Tapir.Architecture.Tests;

/// <summary>The built program, as ArchUnitNET reads it, and its sources.</summary>
internal static class House
{
    private static readonly Lazy<Model> Loaded = new(() => new ArchLoader().LoadAssemblies([.. Room.All.Select(room => AssemblyOf(room.Assembly))]).Build());

    public static Model Architecture => Loaded.Value;

    /// <summary>The folder with the sources.</summary>
    public static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tapir.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new InvalidOperationException($"There is no Tapir.sln above {AppContext.BaseDirectory}.");
        }
    }

    public static System.Reflection.Assembly AssemblyOf(string room) => System.Reflection.Assembly.Load(room);

    /// <summary>Full names of the types that a room's assembly holds.</summary>
    public static IEnumerable<string> TypeNamesOf(string room) =>
        AssemblyOf(room).GetTypes().Select(type => type.FullName!).Where(name => name.StartsWith("Tapir.", StringComparison.Ordinal));

    /// <summary>What the types of a room use: types, and the members of types.</summary>
    public static IReadOnlyList<Use> UsesOf(string room) =>
    [
        .. from type in Architecture.Types
           where type.Assembly.Name.Split(',')[0] == room
           from dependency in type.Dependencies
           select new Use(type.FullName, dependency.Target.FullName, (dependency as MethodCallDependency)?.TargetMember.FullName ?? ""),
    ];
}
