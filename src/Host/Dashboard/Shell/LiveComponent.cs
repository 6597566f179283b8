using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Tapir.Host.Access;
using Tapir.Host.Commands;
using Tapir.Host.Dashboard.Access;

namespace Tapir.Host.Dashboard.Shell;

/// <summary>A part of the page that looks again by itself, as long as somebody looks at it.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private Task looking = Task.CompletedTask;

    /// <value>How long it rests between two looks.</value>
    protected virtual TimeSpan Rest => TimeSpan.FromSeconds(1);

    /// <value>Why the last look failed, for people; null when it did not.</value>
    protected string? Problem { get; private set; }

    /// <value>Cancelled when the page is left.</value>
    protected CancellationToken Leaving => leaving.Token;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await leaving.CancelAsync();
        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Left();
        leaving.Dispose();
    }

    /// <summary>Reads what is shown.</summary>
    /// <returns>Whether anything changed.</returns>
    protected abstract Task<bool> LookAsync();

    /// <summary>Lets go of what it looked with, after the last look.</summary>
    protected virtual void Left()
    {
    }

    /// <summary>Looks at once, after something was changed.</summary>
    protected async Task<bool> LookNowAsync()
    {
        try
        {
            if (!await Caller.MayAsync(KeyScope.Read))
            {
                // The key has ended while the page was open: loaded anew, the page asks for another.
                Navigation.NavigateTo(Navigation.Uri, forceLoad: true);
                return false;
            }

            bool isChanged = await LookAsync() || Problem is not null;
            Problem = null;
            return isChanged;
        }
        catch (Exception problem) when (problem is RpcException or IOException || WrongInput.Is(problem))
        {
            bool isNew = Problem != problem.Message;
            Problem = problem is RpcException refused ? refused.Status.Detail : problem.Message;
            return isNew;
        }
    }

    // A parameter is another run, another page of the list: nothing of the last one is shown.
    protected override Task OnParametersSetAsync() => LookNowAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        // Not while the first answer is rendered on the server: nobody is connected yet.
        if (firstRender)
        {
            looking = LookAgainAsync();
        }
    }

    private async Task LookAgainAsync()
    {
        while (!leaving.IsCancellationRequested)
        {
            await Task.Delay(Rest, Clock, leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!leaving.IsCancellationRequested && await LookNowAsync())
            {
                StateHasChanged();
            }
        }
    }
}
