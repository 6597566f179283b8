namespace Tapir.Host.Access;

/// <summary>Whether a key opens anything now.</summary>
internal enum KeyState
{
    Active,
    Expired,
    Revoked,
}
