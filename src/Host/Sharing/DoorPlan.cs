using Tapir.Host.Http.Access;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Sharing;

/// <summary>How workers on other machines are let in, checked before anything is opened.</summary>
/// <param name="Certificate">Null on an address of this machine alone, in the clear.</param>
internal sealed record DoorPlan(ListenAddress Address, TlsCertificate? Certificate, WorkerToken Token)
{
    /// <returns>Null where none are let in.</returns>
    /// <exception cref="StateException">The address is not guarded well enough; the message says what to do.</exception>
    public static DoorPlan? Of(WorkerSettings settings, Func<string, string?> readVariable)
    {
        if (settings.Listen is null)
        {
            return null;
        }

        ListenAddress address = ListenAddress.Parse(settings.Listen);
        if (!address.IsTls && !address.IsLocal)
        {
            throw new StateException(
                $"{address.Url} would let workers of other machines in without TLS. Write https in 'tapir.workers.listen' of host.json, and name a certificate in 'tapir.workers.certificate'.");
        }

        if (address.IsTls && settings.Certificate is null)
        {
            throw new StateException($"{address.Url} needs a certificate: name its PEM file in 'tapir.workers.certificate' of host.json, and that of its key in 'tapir.workers.certificateKey'.");
        }

        WorkerToken token = WorkerToken.Of(settings.TokenVariable, readVariable);
        return new DoorPlan(address, address.IsTls ? new TlsCertificate(settings.Certificate!, settings.CertificateKey, "tapir.workers") : null, token);
    }
}
