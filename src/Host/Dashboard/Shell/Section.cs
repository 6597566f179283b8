using MudBlazor;

namespace Tapir.Host.Dashboard.Shell;

/// <summary>A part of the page that the navigation leads to.</summary>
/// <param name="Address">Relative to the root of the page.</param>
internal sealed record Section(string Name, string Address, string Icon)
{
    /// <summary>Whether an address is one of this part.</summary>
    public bool Holds(string address) => Address.Length == 0
        ? address.Length == 0 || address[0] == '?' || address.StartsWith("runs/", StringComparison.Ordinal)
        : address.StartsWith(Address, StringComparison.Ordinal);

    public static readonly IReadOnlyList<Section> All =
    [
        new("Runs", "", Icons.Material.Outlined.Route),
        new("New run", "new", Icons.Material.Outlined.EditNote),
        new("Schedules", "schedules", Icons.Material.Outlined.Schedule),
        new("Workers", "workers", Icons.Material.Outlined.Memory),
    ];
}
