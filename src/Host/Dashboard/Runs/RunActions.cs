using Grpc.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Tapir.Host.Access;
using Tapir.Host.Dashboard.Access;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Dashboard.Runs;

/// <summary>Does what a button says, after asking where it cannot be taken back, and tells whoever pressed it why it failed.</summary>
internal sealed class RunActions(IDialogService dialogs, ISnackbar snackbar, NavigationManager navigation, HostSettings settings, PageCaller caller)
{
    /// <value>What the addresses of the HTTP API begin with.</value>
    public string ApiPrefix => settings.Extensions.Http.RoutePrefix;

    public async Task DoAsync(RunAction action, RunRecord run, RunControl control)
    {
        if (action.IsFinal && await dialogs.ShowMessageBoxAsync($"{action.Name} {run.Id}?", action.Question, yesText: action.Name, cancelText: "Back") != true)
        {
            return;
        }

        if (await TryAsync(action.Scope, () => action.Do(control, run)) && action.Name == "Remove")
        {
            navigation.NavigateTo("");
        }
    }

    /// <summary>Does something to a run; says why where it cannot be done.</summary>
    /// <returns>Whether it was done.</returns>
    /// <param name="scope">What whoever looks at the page must be allowed for it.</param>
    public async Task<bool> TryAsync(KeyScope scope, Func<Task> change)
    {
        if (!await caller.MayAsync(scope))
        {
            snackbar.Add($"The key that this page was opened with does not allow that; it needs the scope {scope.ToString().ToLowerInvariant()}.", Severity.Error);
            return false;
        }

        try
        {
            await change();
            return true;
        }
        catch (Exception problem) when (problem is StateException or RpcException)
        {
            snackbar.Add(problem is RpcException refused ? refused.Status.Detail : problem.Message, Severity.Error);
            return false;
        }
    }
}
