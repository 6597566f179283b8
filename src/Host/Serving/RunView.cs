using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>A run as it was at one moment.</summary>
/// <param name="Json">The resource as it is sent.</param>
/// <param name="Tag">Changes when anything that is shown changes: an entity tag, quotes included.</param>
internal sealed record RunView(RunRecord Run, RunResource Resource, byte[] Json, string Tag, DateTimeOffset At);
