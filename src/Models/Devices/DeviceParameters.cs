using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Parameters on a device, in one flat tensor as on the processor, with views that libtorch differentiates by.</summary>
internal sealed class DeviceParameters : IDisposable
{
    private readonly List<Tensor> views = [];
    private readonly FlatParameters host;
    private readonly bool isTrained;

    /// <param name="host">Whose values it begins with, and brings back.</param>
    /// <param name="device">Where they are to lie.</param>
    /// <param name="isTrained">Whether there are gradients too.</param>
    public DeviceParameters(FlatParameters host, Device device, bool isTrained)
    {
        this.host = host;
        this.isTrained = isTrained;
        try
        {
            Values = Upload(host, device);
            Gradient = zeros(isTrained ? host.Layout.Length : 0, float32, device).DetachFromDisposeScope();
        }
        catch
        {
            Values?.Dispose();
            throw;
        }
    }

    /// <summary>All values, <c>[length]</c>.</summary>
    public Tensor Values { get; }

    /// <summary>What backward passes add to, <c>[length]</c>; empty where nothing is trained.</summary>
    public Tensor Gradient { get; }

    /// <summary>A copy of values on a device, <c>[length]</c>; the caller's.</summary>
    public static Tensor Upload(FlatParameters host, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return empty(host.Layout.Length, float32, device).copy_(host.Tensor.view(-1)).DetachFromDisposeScope();
    }

    /// <summary>A part as a tensor of its own over the same memory, <c>[rows, columns]</c>. Where it is trained, its gradient is added to the same part of <see cref="Gradient"/>.</summary>
    public Tensor Matrix(int offset, int rows, int columns) => View(offset, rows, columns);

    /// <summary>The same as a vector, <c>[length]</c>.</summary>
    public Tensor Vector(int offset, int length) => View(offset, length);

    /// <summary>Brings the values back.</summary>
    public void Download() => Download(Values, host);

    /// <summary>Copies values of a device to the processor.</summary>
    public static void Download(Tensor from, FlatParameters to)
    {
        using DisposeScope scope = NewDisposeScope();
        _ = to.Tensor.view(-1).copy_(from);
    }

    private Tensor View(int offset, params long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        long length = shape.Aggregate(1L, (product, size) => product * size);
        Tensor view = Values.narrow(0, offset, length).view(shape).detach();
        if (isTrained)
        {
            view.requires_grad_();
            // A gradient that is there already is added to in place.
            view.grad = Gradient.narrow(0, offset, length).view(shape);
        }

        views.Add(view.DetachFromDisposeScope());
        return view;
    }

    public void Dispose()
    {
        foreach (Tensor view in views)
        {
            view.Dispose();
        }

        Values.Dispose();
        Gradient.Dispose();
    }
}
