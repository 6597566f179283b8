namespace Tapir.Host.Live;

/// <summary>Where a view gets the tree of calls from.</summary>
internal interface ICallLines
{
    /// <summary>One line for each part of the run and function, in the order in which they began.</summary>
    IReadOnlyList<CallLine> Snapshot();
}
