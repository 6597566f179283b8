namespace Tapir.DurableTask.Crashes.Tests.Campaigns;

/// <summary>What becomes of the worker in one life of the sidecar.</summary>
internal enum WorkerFate
{
    Lives,

    /// <summary>It is killed while the sidecar lives.</summary>
    Dies,

    /// <summary>It is killed with the sidecar.</summary>
    DiesToo,
}
