using System.Text.Json.Serialization;

namespace Tapir.Models.Network;

/// <summary>The seven linear layers of a block, in the order in which they are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Projection>))]
public enum Projection
{
    /// <summary><c>self_attn.q_proj</c></summary>
    Query,

    /// <summary><c>self_attn.k_proj</c></summary>
    Key,

    /// <summary><c>self_attn.v_proj</c></summary>
    Value,

    /// <summary><c>self_attn.o_proj</c></summary>
    Output,

    /// <summary><c>mlp.gate_proj</c></summary>
    Gate,

    /// <summary><c>mlp.up_proj</c></summary>
    Up,

    /// <summary><c>mlp.down_proj</c></summary>
    Down,
}
