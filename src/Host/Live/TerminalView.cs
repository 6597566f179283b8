using Spectre.Console;
using Spectre.Console.Rendering;
using Tapir.Host.Results;

namespace Tapir.Host.Live;

/// <summary>A live tree in a terminal: parts of the run, their functions with progress and CACHED, accuracy so far, what was spent, time left.</summary>
internal sealed class TerminalView(IAnsiConsole console) : IRunView
{
    public Task ShowAsync(IAsyncEnumerable<RunSnapshot> snapshots) => console.Live(new Text("starting ..."))
        .Overflow(VerticalOverflow.Crop)
        .Cropping(VerticalOverflowCropping.Top)
        .StartAsync(async live =>
        {
            await foreach (RunSnapshot snapshot in snapshots)
            {
                live.UpdateTarget(Draw(snapshot));
            }
        });

    private static Rows Draw(RunSnapshot snapshot)
    {
        RunDocument run = snapshot.Document;
        Tree tree = new(new Markup($"[bold]{Markup.Escape(run.Run)}[/] {Markup.Escape(run.Phase ?? run.Status)}"));
        foreach (IGrouping<string, CallLine> part in snapshot.Lines.GroupBy(line => line.Part))
        {
            TreeNode node = tree.AddNode(Markup.Escape(part.Key));
            node.AddNodes(part.Select(Line));
        }

        string left = snapshot.TimeLeft is { } time ? $", about {Wording.Duration(time)} left" : "";
        List<IRenderable> rows = [tree];
        if (run.Rounds.Count > 0)
        {
            rows.Add(AccuracyTable.Of(run));
        }

        rows.Add(new Markup($"[grey]{Wording.Duration(snapshot.Elapsed)}, {Wording.Percent(snapshot.DoneShare)} trained{left}; {Wording.Spent(run)}[/]"));
        if (run.Message is { } message)
        {
            rows.Add(new Markup($"[yellow]{Markup.Escape(message)}[/]"));
        }

        return new Rows(rows);
    }

    private static Markup Line(CallLine line)
    {
        string colour = line.Failed > 0 ? "red" : line.Running > 0 ? "aqua" : line.Computed == 0 ? "grey" : "green";
        return new Markup($"[{colour}]{Markup.Escape(line.Function)}[/] {Markup.Escape(Wording.Calls(line))} [grey]{Wording.Duration(line.Elapsed)}[/]");
    }
}
