namespace Tapir.Host.Live;

/// <summary>Shows a run while it goes on.</summary>
internal interface IRunView
{
    /// <summary>Shows snapshots until the run stops or the user interrupts.</summary>
    /// <param name="snapshots">One every quarter of a second or so; ends when there is nothing more to show.</param>
    Task ShowAsync(IAsyncEnumerable<RunSnapshot> snapshots);
}
