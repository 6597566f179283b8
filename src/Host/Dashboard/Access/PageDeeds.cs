using Grpc.Core;
using MudBlazor;
using Tapir.Host.Access;
using Tapir.Host.Commands;
using Tapir.Host.Dashboard.Shell;
using Tapir.Host.Serving;
using Tapir.Host.Specs;

namespace Tapir.Host.Dashboard.Access;

/// <summary>Does what a button says, if the key allows it, and tells whoever pressed it why it failed.</summary>
internal sealed class PageDeeds(IDialogService dialogs, PageNotices notices, PageCaller caller)
{
    /// <summary>Does something; says why where it cannot be done.</summary>
    /// <returns>Whether it was done.</returns>
    /// <param name="scope">What whoever looks at the page must be allowed for it.</param>
    public async Task<bool> TryAsync(KeyScope scope, Func<Task> change)
    {
        if (!await caller.MayAsync(scope))
        {
            notices.Complain($"The key that this page was opened with does not allow that; it needs the scope {scope.ToString().ToLowerInvariant()}.");
            return false;
        }

        try
        {
            await change();
            return true;
        }
        catch (Exception problem) when (problem is RpcException or QueueFullException or SpecException || WrongInput.Is(problem))
        {
            notices.Complain(problem is RpcException refused ? refused.Status.Detail : problem.Message);
            return false;
        }
    }

    /// <summary>Asks before what cannot be taken back.</summary>
    /// <param name="title">What it would be done to.</param>
    /// <param name="question">What would come of it.</param>
    /// <param name="yes">What the button says that does it.</param>
    public async Task<bool> IsSureAsync(string title, string question, string yes) =>
        await dialogs.ShowMessageBoxAsync(title, question, yesText: yes, cancelText: "Back") == true;

    /// <summary>Says that something was done.</summary>
    public void Say(string message) => notices.Say(message);
}
