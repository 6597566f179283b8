namespace Tapir.DurableTask.Sidecar;

/// <summary>Who works for a hub at a moment, on what, and what waits for somebody.</summary>
public sealed record HubWork(IReadOnlyList<ConnectedWorker> Workers, IReadOnlyList<WaitingWork> Waiting);

/// <summary>A worker whose stream is open.</summary>
/// <param name="Name">Where it called from.</param>
/// <param name="Orchestrations">What it offers to replay. None of these and no activities means everything.</param>
/// <param name="Activities">What it offers to run.</param>
/// <param name="InHand">What it was given and has not answered.</param>
public sealed record ConnectedWorker(string Name, IReadOnlyList<string> Orchestrations, IReadOnlyList<string> Activities, IReadOnlyList<WorkInHand> InHand);

/// <summary>An item that a worker has.</summary>
/// <param name="InstanceId">The orchestration instance that it belongs to.</param>
/// <param name="Name">The activity's name, or the orchestration's for a turn.</param>
/// <param name="TaskId">The activity's number in its orchestration, or null for a turn.</param>
public sealed record WorkInHand(string InstanceId, string Name, int? TaskId);

/// <summary>Items of one name that wait for a worker.</summary>
/// <param name="Name">The activity's name, or the orchestration's for turns.</param>
/// <param name="IsActivity">False for turns.</param>
/// <param name="Count">How many wait, those that are put off for a moment after a failure excepted.</param>
/// <param name="IsOffered">Whether any connected worker takes such items; else they wait until one comes.</param>
public sealed record WaitingWork(string Name, bool IsActivity, int Count, bool IsOffered);
