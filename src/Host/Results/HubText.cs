using Spectre.Console;
using Tapir.Host.Live;

namespace Tapir.Host.Results;

/// <summary>What is in the task hub, for people.</summary>
internal static class HubText
{
    public static void Write(HubDocument hub, DateTimeOffset now, IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("in the hub", "number", "oldest");
        foreach ((string status, long count) in hub.Instances.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            table.AddRow($"{status.ToLowerInvariant()} instances", Wording.Count(count), "");
        }

        table.AddRow("messages waiting", Wording.Count(hub.Messages), Age(hub.OldestMessage, now));
        table.AddRow("functions without a result", Wording.Count(hub.Activities), Age(hub.OldestActivity, now));
        table.AddRow("timers", Wording.Count(hub.Timers), "");
        table.AddRow("parked", Wording.Count(hub.Parked), "");
        console.Write(table);
        foreach (HubDocument.Line line in hub.Waiting)
        {
            console.WriteLine($"{Wording.Count(line.Count)} x {line.Name} wait{(line.Offered ? "" : ": no connected worker offers it")}");
        }

        console.WriteLine(hub.Workers.Count switch { 0 => "No worker is connected.", 1 => "1 worker is connected:", int many => $"{many} workers are connected:" });
        foreach (HubDocument.Worker worker in hub.Workers)
        {
            console.WriteLine($"  {NameOf(worker)}: {Held(worker.InHand)}");
        }

        foreach (string row in hub.Damage)
        {
            console.WriteLine($"damaged: {row}");
        }

        if (hub.Damage.Count > 0)
        {
            console.WriteLine("What is damaged is set aside and the rest goes on; restore a backup, or remove the instances that are named.");
        }

        if (hub.Parked > 0)
        {
            console.WriteLine("`tapir hub parked` says what is parked and why; `tapir hub retry` puts it back in line.");
        }
    }

    // Who calls over the hub's own socket has no address.
    private static string NameOf(HubDocument.Worker worker) => worker.Name is "unknown" or "" || worker.Name.StartsWith("unix:", StringComparison.Ordinal) ? "on this machine" : worker.Name;

    private static string Held(IReadOnlyList<HubDocument.Item> items) => items.Count == 0
        ? "idle"
        : string.Join(", ", items.GroupBy(item => item.Name).Select(group => group.Count() == 1 ? $"{group.Key} for {group.First().Instance}" : $"{group.Count()} x {group.Key}"));

    private static string Age(DateTimeOffset? since, DateTimeOffset now) => since is { } begun ? Wording.Duration(now > begun ? now - begun : TimeSpan.Zero) : "";
}
