using Microsoft.AspNetCore.Components;
using Tapir.Host.Access;
using Tapir.Host.Dashboard.Access;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Host.Settings;

namespace Tapir.Host.Dashboard.Runs;

/// <summary>Does what a button says, after asking where it cannot be taken back, and tells whoever pressed it why it failed.</summary>
internal sealed class RunActions(PageDeeds deeds, NavigationManager navigation, HostSettings settings)
{
    /// <value>What the addresses of the HTTP API begin with.</value>
    public string ApiPrefix => settings.Extensions.Http.RoutePrefix;

    public async Task DoAsync(RunAction action, RunRecord run, RunControl control)
    {
        if (action.IsFinal && !await deeds.IsSureAsync($"{action.Name} {run.Id}?", action.Question, action.Name))
        {
            return;
        }

        if (await TryAsync(action.Scope, () => action.Do(control, run)) && action.Name == "Remove")
        {
            navigation.NavigateTo("");
        }
    }

    /// <inheritdoc cref="PageDeeds.TryAsync"/>
    public Task<bool> TryAsync(KeyScope scope, Func<Task> change) => deeds.TryAsync(scope, change);
}
