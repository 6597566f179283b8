namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Somebody who waits for an external event.</summary>
internal interface IEventWaiter
{
    void Deliver(string? payload);
}
