using Microsoft.AspNetCore.Components;
using Tapir.Host.Dashboard.Shell;
using Tapir.Host.Examples;

namespace Tapir.Host.Dashboard.Examples;

/// <summary>A page that looks into a run's examples: waits for the index, asks once per question, and again when the index is another.</summary>
public abstract class ShelfComponent : LiveComponent
{
    private CancellationTokenSource giveUp = new();
    private string? asked;
    private string? head;

    /// <summary>Id of the run.</summary>
    [Parameter, EditorRequired]
    public string Run { get; set; } = "";

    /// <value>Null before the first look.</value>
    internal ShelvedExamples? Shelved { get; private set; }

    /// <value>Whether an answer is on its way.</value>
    protected bool IsAsking { get; private set; }

    /// <value>All that the answer depends on, but for the index.</value>
    protected abstract string Question { get; }

    [Inject]
    private ExampleShelf Shelf { get; set; } = null!;

    protected override async Task<bool> LookAsync()
    {
        ShelvedExamples seen = await Shelf.LookAsync(Run);
        string now = $"{seen.View.Tag} {seen.State} {seen.Share:0.00} {seen.Problem}";
        bool isChanged = now != head;
        head = now;
        Shelved = seen;
        return (seen.Index is { } index && await AskOnceAsync(index, $"{Run} {seen.Digest} {Question}")) || isChanged;
    }

    /// <summary>Asks the index and returns what is then to be shown.</summary>
    internal abstract Task<Action> AskAsync(ExampleIndex index, CancellationToken cancellation);

    private async Task<bool> AskOnceAsync(ExampleIndex index, string question)
    {
        if (question == asked)
        {
            return false;
        }

        asked = question;
        await giveUp.CancelAsync();
        giveUp.Dispose();
        giveUp = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        IsAsking = true;
        try
        {
            Action show = await AskAsync(index, giveUp.Token);
            if (question != asked)
            {
                return false;
            }

            IsAsking = false;
            show();
            return true;
        }
        catch (OperationCanceledException)
        {
            // Another question came, or the page was left.
            return false;
        }
        catch
        {
            asked = null;
            IsAsking = false;
            throw;
        }
    }
}
