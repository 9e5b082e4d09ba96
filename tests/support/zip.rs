//! Archives made by hand, honest ones and others.

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (0u32.wrapping_sub(crc & 1)))
        })
    })
}

/// An archive of entries `(name, method, content, claimed size)`.
pub fn zip(entries: &[(&str, u16, Vec<u8>, u32)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, method, content, claimed) in entries {
        let offset = out.len() as u32;
        let mut common = Vec::new();
        for value in [20u16, 0, *method, 0, 0] {
            common.extend(value.to_le_bytes());
        }
        for value in [crc32(content), content.len() as u32, *claimed] {
            common.extend(value.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size, count) = (out.len() as u32, directory.len() as u32, entries.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A deflate stream of `repeats` times 258 equal bytes, with the fixed code: a literal, then repeats at distance one.
pub fn bomb(repeats: usize) -> Vec<u8> {
    let (mut out, mut held, mut count) = (Vec::new(), 0u64, 0u32);
    let mut put = |value: u64, bits: u32, out: &mut Vec<u8>| {
        held |= value << count;
        count += bits;
        while count >= 8 {
            out.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    };
    put(0b011, 3, &mut out);
    // Codes go in with their highest bit first: literal `a` is 0x30 + 97, length 258 is symbol 285.
    put(u64::from((0x30u8 + 97).reverse_bits()), 8, &mut out);
    for _ in 0..repeats {
        put(u64::from(0b1100_0101u8.reverse_bits()), 8, &mut out);
        put(0, 5, &mut out);
    }
    put(0, 15, &mut out);
    out
}
